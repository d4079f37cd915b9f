// Work on results after a run: shown again in another form, read from a
// published page, compared. `bazel run //reporting -- render|import|compare ...`
#ifndef REDLINE_REPORTING_REPORTING_MAIN_H_
#define REDLINE_REPORTING_REPORTING_MAIN_H_

namespace redline::reporting {

// The program without main(). Returns its exit code: 0; 1 if the gate of a comparison was
// not kept to; 2 for bad usage, or a file that is not a result or cannot be opened; 3 if
// one cannot be read or written to its end. Errors are one sentence on stderr.
int ReportingMain(int argc, char** argv);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_REPORTING_MAIN_H_
