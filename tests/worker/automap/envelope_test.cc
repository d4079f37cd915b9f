#include "worker/automap/envelope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace redline::automap {
namespace {

constexpr StoredAt kAt{.key_prefix = "p:", .key = "p:list", .field = "f1"};

std::string Refusal(std::string_view text) {
  try {
    ReadEnvelopeHead(text, kAt);
  } catch (const MapperError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Envelope, OfTheUsualSpellingIsReadByItsHead) {
  const auto head = ReadEnvelopeHead(R"({"i":42,"json":{"id":"x"}})", kAt);
  EXPECT_EQ(head.position, 42u);
  EXPECT_EQ(head.rest, 7u);
}

TEST(Envelope, MovesToAnotherPositionWithTheRestAsItIs) {
  const std::string text = R"({"i":9,"json":{"id": "x",  "more":[1.0]}})";
  std::string out;
  AppendEnvelopeAt(out, 10, text, ReadEnvelopeHead(text, kAt));
  EXPECT_EQ(out, R"({"i":10,"json":{"id": "x",  "more":[1.0]}})");
}

TEST(Envelope, OfAnotherSpellingIsParsed) {
  const auto head = ReadEnvelopeHead(R"({ "json": {"id":"x"}, "i": 3 })", kAt);
  EXPECT_EQ(head.position, 3u);
  EXPECT_EQ(head.rest, 0u);
}

TEST(Envelope, GivesItsItem) {
  const ParsedJson json(R"({"i":0,"json":{"id":"x"},"other":{}})", kAt);
  EXPECT_STREQ(EnvelopeItem(json, kAt)["id"].GetString(), "x");
}

TEST(Envelope, BeginsAsTheOriginalWritesIt) {
  std::string out;
  BeginEnvelope(out, 7);
  EXPECT_EQ(out, R"({"i":7,"json":)");
}

TEST(Envelope, IsRefusedWithItsKeyAndFieldIfItIsInvalid) {
  for (const auto* text :
       {"", "x", "{\"i\":0,\"json\":", "[1]", "{\"i\":0}", R"({"json":{}})",
        R"({"i":-1,"json":{}})", R"({"i":99999999999999999999,"json":{}})"}) {
    EXPECT_THAT(Refusal(text), ::testing::HasSubstr("key \"p:list\", field \"f1\""))
        << text;
  }
}

TEST(Envelope, OfGreatDepthIsRefusedOrReadWithoutHarm) {
  const std::string deep = "{\"i\": " + std::string(1'000'000, '[');
  EXPECT_THAT(Refusal(deep), ::testing::HasSubstr("is not valid JSON"));
}

}  // namespace
}  // namespace redline::automap
