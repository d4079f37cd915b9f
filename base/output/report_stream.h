// Reports as lines of text among a run's output, for whoever can get nothing else back
// from where it ran: a dyno's files are gone when it ends. scripts/launch_dynos takes
// them out again, and scripts/take_reports from logs, where others have put prefixes.
//
//   redline-report: NAME BYTES CRC
//       A report follows: the length of its content in bytes, at most 2^30, and the
//       CRC-32 (RFC 1952, in 8 hexadecimal digits) of that. A name has letters a to z
//       only.
//   redline-report: + TEXT
//       A part of the content: gzip'ed (RFC 1952), in base64.
//   redline-report: end CODE
//       The last line of a run that has told its whole story: its exit code, 0 to 255.
//
// Each line says for itself what it is, so that others may come in between; none of them
// may say that it is one of these.
#ifndef REDLINE_BASE_OUTPUT_REPORT_STREAM_H_
#define REDLINE_BASE_OUTPUT_REPORT_STREAM_H_

#include <string>
#include <string_view>

namespace redline {

// `name`, a word, is what the receiver knows the report by.
std::string StreamedReport(std::string_view name, std::string_view content);

std::string EndOfReportStream(int exit_code);

// A text in which no line can be taken for one of the above: for all text that is not a
// report.
std::string WithoutReportMarks(std::string text);

}  // namespace redline

#endif  // REDLINE_BASE_OUTPUT_REPORT_STREAM_H_
