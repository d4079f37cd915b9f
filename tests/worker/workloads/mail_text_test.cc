#include "worker/workloads/mail_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <cstddef>
#include <string>

namespace redline::worker {
namespace {

bool IsJsonObject(const std::string& text) {
  rapidjson::Document document;
  document.Parse(text.data(), text.size());
  return !document.HasParseError() && document.IsObject();
}

TEST(MailText, IsAJsonObjectOfExactlyTheSizeAskedFor) {
  std::mt19937_64 random(1);
  for (std::size_t bytes = 2; bytes < 300; ++bytes) {
    const auto text = MakeMailText(bytes, random);
    EXPECT_EQ(text.size(), bytes);
    EXPECT_TRUE(IsJsonObject(text)) << text;
  }
}

TEST(MailText, HoldsAbout63PairsToAKilobyte) {
  std::mt19937_64 random(1);
  constexpr std::size_t kKilobytes = 100;
  rapidjson::Document document;
  document.Parse(MakeMailText(kKilobytes * 1024, random).c_str());
  const auto pairs = static_cast<double>(document.MemberCount()) / kKilobytes;
  EXPECT_NEAR(pairs, 63, 1);
}

TEST(MailText, WritesCoordinatesWithTwoDecimals) {
  std::mt19937_64 random(1);
  const std::string pair = R"re("-?[0-9]{1,3}\.[0-9]{2}":-?[0-9]{1,3}\.[0-9]{2})re";
  EXPECT_THAT(MakeMailText(1024, random),
              ::testing::MatchesRegex("\\{" + pair + "(," + pair + ")* *\\}"));
}

TEST(MailText, IsTheSameForTheSameSeed) {
  std::mt19937_64 one(7);
  std::mt19937_64 other(7);
  EXPECT_EQ(MakeMailText(1000, one), MakeMailText(1000, other));
}

}  // namespace
}  // namespace redline::worker
