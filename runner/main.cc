// The supervisor's executable: `bazel run //runner -- [flags]`.

#include <gflags/gflags.h>
#include <glog/logging.h>

#include "runner/runner_main.h"

int main(int argc, char** argv) {
  google::InitGoogleLogging(argv[0]);
  FLAGS_logtostderr = true;
  return redline::runner::RunnerMain(argc, argv);
}
