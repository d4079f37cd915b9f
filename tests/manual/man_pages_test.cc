// The manual pages that the build makes, as man shows them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <regex>
#include <string>

#include "reporting/commands.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/setting_text.h"
#include "tests/scripts/printed_by.h"
#include "tests/testing/temporary_folder.h"

namespace redline::manual {
namespace {

using ::testing::AllOf;
using testing::ContentOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::PrintedBy;
using ::testing::StartsWith;

std::string PathOf(const std::string& program) {
  return "manual/share/man/man1/" + program + ".1";
}

// On a wide terminal, so that no phrase is broken; in UTF-8, in which roff has quotes and
// dashes of its own to offer. One blank for several: how far a line is indented is man's.
std::string Shown(const std::string& program) {
  const std::string page =
      PrintedBy("LC_ALL=C.UTF-8 MANWIDTH=2000 man -l " + PathOf(program));
  return std::regex_replace(page, std::regex(" +"), " ");
}

class ManPages : public ::testing::TestWithParam<std::string> {};

TEST_P(ManPages, HaveNothingThatManWarnsOf) {
  EXPECT_THAT(PrintedBy("man --warnings=w -l " + PathOf(GetParam()) + " 2>&1 >/dev/null"),
              IsEmpty());
  EXPECT_THAT(
      PrintedBy("groff -man -ww -Tutf8 " + PathOf(GetParam()) + " 2>&1 >/dev/null"),
      IsEmpty());
}

TEST_P(ManPages, AreInAscii) {
  EXPECT_TRUE(std::ranges::all_of(ContentOf(PathOf(GetParam())), [](char c) {
    return c == '\n' || (c >= ' ' && c <= '~');
  }));
}

TEST_P(ManPages, AreFoundByTheirPurpose) {
  EXPECT_THAT(PrintedBy("lexgrog " + PathOf(GetParam())),
              StartsWith(PathOf(GetParam()) + ": \"" + GetParam() + " - "));
}

INSTANTIATE_TEST_SUITE_P(Each, ManPages, ::testing::Values("redline", "redline-report"),
                         [](const auto& program) {
                           return program.param == "redline" ? "redline" : "report";
                         });

TEST(RedlinePage, HasTheSectionsInTheirOrder) {
  const std::string page = "\n" + Shown("redline");
  std::size_t last = 0;
  for (const char* title : {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS",
                            "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"}) {
    const std::size_t at = page.find(std::string("\n") + title + "\n");
    ASSERT_NE(at, std::string::npos) << title;
    EXPECT_GE(at, last) << title;
    last = at;
  }
}

TEST(RedlinePage, SaysOfEachSettingWhatSettingsPageSays) {
  const std::string page = Shown("redline");
  runner::ForEachSetting([&](const runner::Setting& setting) {
    EXPECT_THAT(page, HasSubstr("\n --" + std::string(setting.name)));
    EXPECT_THAT(page, HasSubstr(HelpOf(setting)));
    for (const std::string& variable : VariablesOf(setting)) {
      EXPECT_THAT(page, HasSubstr(variable));
    }
  });
}

TEST(RedlinePage, HasWhatCanBeCopied) {
  EXPECT_THAT(
      Shown("redline"),
      AllOf(HasSubstr("--slo='response.p99<50ms'"), HasSubstr("\n --redis_tls_ca=FILE\n"),
            HasSubstr("\n --max_flats=NUMBER\n"),
            HasSubstr("A whole number from 1 to 1000000. Default: 100.\n"
                      " Environment: MAX_FLATS\n")));
}

TEST(RedlinePage, HasNoMarksOfTheSettingsPage) {
  EXPECT_THAT(Shown("redline"), AllOf(Not(HasSubstr("](")), Not(HasSubstr("`"))));
}

TEST(RedlinePage, HasTheExitCodes) {
  EXPECT_THAT(Shown("redline"), AllOf(HasSubstr("\n 0 the workers sustained the rate.\n"),
                                      HasSubstr("\n 130 interrupted by Ctrl-C;")));
}

TEST(ReportPage, HasEachCommandWithItsFlags) {
  const std::string page = Shown("redline-report");
  for (const reporting::Command& command : reporting::Commands()) {
    const std::size_t begin = page.find("\n " + std::string(command.name) + "\n");
    ASSERT_NE(begin, std::string::npos) << command.name;
    // To the next title.
    const std::size_t end = std::min(page.find("\nEXIT", begin), page.size());
    const std::string its = page.substr(begin, end - begin);
    EXPECT_THAT(its, HasSubstr(std::string(command.meaning)));
    for (const reporting::CommandFlag& flag : command.flags) {
      EXPECT_THAT(its, HasSubstr("\n --" + std::string(flag.name)));
    }
  }
}

}  // namespace
}  // namespace redline::manual
