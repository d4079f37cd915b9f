// The executable for results: `bazel run //reporting -- render|import|compare ...`.

#include <gflags/gflags.h>
#include <glog/logging.h>

#include "reporting/reporting_main.h"

int main(int argc, char** argv) {
  google::InitGoogleLogging(argv[0]);
  FLAGS_logtostderr = true;
  return redline::reporting::ReportingMain(argc, argv);
}
