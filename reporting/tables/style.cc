#include "reporting/tables/style.h"

#include <glog/logging.h>

namespace redline::reporting {
namespace {

constexpr std::string_view kPlain = "\x1b[0m";

std::string_view SequenceOf(Role role) {
  switch (role) {
    case Role::kHeading:
      return "\x1b[1m";
    case Role::kGood:
      return "\x1b[1;32m";
    case Role::kDoubtful:
      return "\x1b[1;33m";
    case Role::kBad:
      return "\x1b[1;31m";
  }
  LOG(FATAL) << "no such role";
}

}  // namespace

Role RoleOf(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return Role::kGood;
    case Tone::kDoubt:
      return Role::kDoubtful;
    case Tone::kBad:
      return Role::kBad;
  }
  LOG(FATAL) << "no such tone";
}

std::string Style::Paint(std::optional<Role> role, std::string_view text) const {
  if (!colored_ || !role || text.empty()) return std::string(text);
  std::string painted(SequenceOf(*role));
  painted += text;
  painted += kPlain;
  return painted;
}

}  // namespace redline::reporting
