// docs/settings.md, which a test keeps up to date.
#ifndef REDLINE_RUNNER_SETTINGS_SETTINGS_PAGE_H_
#define REDLINE_RUNNER_SETTINGS_SETTINGS_PAGE_H_

#include <string>

namespace redline::runner {

// The whole file, as Markdown.
std::string SettingsPage();

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_SETTINGS_SETTINGS_PAGE_H_
