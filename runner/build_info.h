// Which redline this is. The build stamps the revision in (scripts/workspace_status).
#ifndef REDLINE_RUNNER_BUILD_INFO_H_
#define REDLINE_RUNNER_BUILD_INFO_H_

#include <string_view>

namespace redline::runner {

inline constexpr std::string_view kVersion = "0.5.0";

// Of the sources, as git names it, with "-dirty" if they were changed; empty if it was
// built from no git checkout.
extern const std::string_view kRevision;

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_BUILD_INFO_H_
