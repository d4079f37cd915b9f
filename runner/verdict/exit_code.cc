#include "runner/verdict/exit_code.h"

#include <glog/logging.h>

namespace redline::runner {

int ExitCode(const reporting::Verdict& verdict, int signal) {
  switch (verdict.status) {
    case reporting::Status::kSuccess:
      return kExitSuccess;
    case reporting::Status::kFailed:
      return kExitFailed;
    case reporting::Status::kInvalid:
      return kExitInvalid;
    case reporting::Status::kInterrupted:
      return ExitCodeForSignal(signal);
  }
  LOG(FATAL) << "no such status";
}

}  // namespace redline::runner
