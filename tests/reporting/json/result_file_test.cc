// Results in files, in whatever encoding a file has.
#include "reporting/json/result_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/errors.h"
#include "reporting/json/json_report.h"
#include "tests/reporting/sample_results.h"
#include "tests/testing/temporary_folder.h"

namespace redline::reporting {
namespace {

using redline::testing::TemporaryFolder;
using ::testing::EndsWith;

class ResultFile : public ::testing::Test {
 protected:
  std::string Text(const std::string& content) const {
    return ReadFile(folder_.Write("file", content));
  }
  std::string Refusal(const std::string& content) const {
    try {
      ReadResultFile(folder_.Write("file", content));
    } catch (const UsageError& error) {
      return error.what();
    }
    return "accepted";
  }

  const TemporaryFolder folder_;
};

// `text` is ASCII.
std::string Utf16(std::string_view text, bool big_endian) {
  std::string wide;
  for (const char c : text) {
    wide += big_endian ? std::string{'\0', c} : std::string{c, '\0'};
  }
  return wide;
}

TEST_F(ResultFile, IsReadInUtf16WithAndWithoutItsMark) {
  const std::string json = ToJson(testing::SuccessfulRun(1));
  for (const std::string& content :
       {json, "\xef\xbb\xbf" + json, "\xff\xfe" + Utf16(json, false),
        "\xfe\xff" + Utf16(json, true), Utf16(json, false), Utf16(json, true)}) {
    EXPECT_EQ(Refusal(content), "accepted");
  }
}

TEST_F(ResultFile, KeepsEveryCharacter) {
  using std::string_literals::operator""s;
  EXPECT_EQ(Text("\xff\xfe" + "\x0c\x25"s + "\xb5\x00"s + "\x3d\xd8\x00\xde"s),
            "┌µ\U0001F600");
  EXPECT_EQ(Text("┌µ\U0001F600"), "┌µ\U0001F600");
}

TEST_F(ResultFile, MarksInvalidUtf16) {
  using std::string_literals::operator""s;
  EXPECT_EQ(Text("\xff\xfe" + "\x3d\xd8"s + "a\x00"s + "\x00\xde"s + "b"s),
            "\ufffda\ufffd\ufffd");
}

TEST_F(ResultFile, IsNamedByItsKindIfItIsNotText) {
  EXPECT_THAT(Refusal("\x1f\x8b\x08"),
              EndsWith("/file is compressed (gzip); unpack it first."));
  EXPECT_THAT(Refusal("PK\x03\x04"),
              EndsWith("/file is an archive (zip); unpack it first."));
  EXPECT_THAT(Refusal("<!DOCTYPE html>"),
              EndsWith("/file is a report page, not a result; give the file that "
                       "--report_json wrote."));
}

}  // namespace
}  // namespace redline::reporting
