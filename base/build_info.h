// Which redline this is. The build stamps the revision in (scripts/workspace_status).
#ifndef REDLINE_BASE_BUILD_INFO_H_
#define REDLINE_BASE_BUILD_INFO_H_

#include <string>
#include <string_view>

namespace redline {

inline constexpr std::string_view kVersion = "0.5.0";

// The sources' revision, as git names it, with "-dirty" if they were changed; empty if it
// was built from no git checkout.
extern const std::string_view kRevision;

// The text for --version: "redline 0.5.0 (65bcbba5f2c1)".
inline std::string VersionText() {
  const std::string revision =
      kRevision.empty() ? "" : " (" + std::string(kRevision) + ")";
  return "redline " + std::string(kVersion) + revision + "\n";
}

}  // namespace redline

#endif  // REDLINE_BASE_BUILD_INFO_H_
