#include "reporting/preflight.h"

#include <glog/logging.h>

namespace redline::reporting {

std::string_view NameOf(PreflightCheck::Outcome outcome) {
  switch (outcome) {
    case PreflightCheck::Outcome::kFine:
      return "fine";
    case PreflightCheck::Outcome::kDoubtful:
      return "doubtful";
    case PreflightCheck::Outcome::kImpossible:
      return "impossible";
    case PreflightCheck::Outcome::kUnknown:
      return "unknown";
  }
  LOG(FATAL) << "no such outcome";
}

}  // namespace redline::reporting
