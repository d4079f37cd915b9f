#include "runner/settings/settings_page.h"

#include <gtest/gtest.h>

#include "tests/testing/golden_file.h"

namespace redline::runner {
namespace {

TEST(SettingsPage, IsInTheDocs) {
  testing::ExpectGoldenFile("docs/settings.md", SettingsPage());
}

}  // namespace
}  // namespace redline::runner
