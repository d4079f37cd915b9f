// The exit codes of redline's programs: these numbers are here and nowhere else.
#ifndef REDLINE_BASE_EXIT_CODES_H_
#define REDLINE_BASE_EXIT_CODES_H_

#include <string_view>

namespace redline {

inline constexpr int kExitSuccess = 0;
inline constexpr int kExitFailed = 1;       // The test, or the gate of a comparison.
inline constexpr int kExitUsage = 2;        // UsageError
inline constexpr int kExitEnvironment = 3;  // EnvironmentError
inline constexpr int kExitInvalid = 4;

// What a code says, in a program's --help and on its manual page.
struct ExitCodeRow {
  int code;
  std::string_view meaning;
};

}  // namespace redline

#endif  // REDLINE_BASE_EXIT_CODES_H_
