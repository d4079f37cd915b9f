#include "worker/automap/json_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/automap/parsed_json.h"
#include "worker/automap/shared_text.h"

namespace redline::automap {
namespace {

constexpr StoredAt kAt{.key_prefix = "p:", .key = "p:thing:1", .field = {}};

struct Inner {
  int x = 0;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (x))

struct Thing {
  std::string id;
  std::int64_t count = 0;
  std::uint8_t small = 0;
  bool on = false;
  double ratio = 0;
  std::optional<std::string> note;
  std::vector<int> numbers;
  Inner inner;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, count, small, on, ratio, note, numbers, inner))

std::string EncodeText(const Thing& thing) {
  std::string out;
  Encode(out, thing);
  return out;
}

Thing DecodeText(std::string_view text) {
  const ParsedJson json(text, kAt);
  Thing thing;
  Decode(json.root(), thing, "the object", kAt);
  return thing;
}

std::string Refusal(std::string_view text) {
  try {
    DecodeText(text);
  } catch (const MapperError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(JsonCodec, WritesMembersInTheOrderDescribed) {
  const Thing thing{"a", -3, 255, true, 0.5, "n", {1, 2}, {7}};
  EXPECT_EQ(EncodeText(thing),
            R"({"id":"a","count":-3,"small":255,"on":true,"ratio":0.5,"note":"n",)"
            R"("numbers":[1,2],"inner":{"x":7}})");
}

TEST(JsonCodec, LeavesOutAnOptionalWithoutAValue) {
  EXPECT_THAT(EncodeText(Thing{}), ::testing::Not(::testing::HasSubstr("note")));
}

TEST(JsonCodec, ReadsWhatItWrites) {
  const Thing thing{"ä\"\n", -9007199254740993, 1, true, 1e-7, "n", {-1}, {7}};
  EXPECT_EQ(EncodeText(DecodeText(EncodeText(thing))), EncodeText(thing));
}

TEST(JsonCodec, KeepsTheDefaultOfAMissingMember) {
  const Thing thing = DecodeText(R"({"on":true})");
  EXPECT_TRUE(thing.on);
  EXPECT_EQ(thing.count, 0);
  EXPECT_FALSE(thing.note);
}

TEST(JsonCodec, TakesNullAsAnOptionalWithoutAValue) {
  EXPECT_FALSE(DecodeText(R"({"note":null})").note);
}

TEST(JsonCodec, IgnoresAMemberThatTheModelDoesNotHave) {
  EXPECT_EQ(DecodeText(R"({"id":"a","new":[{}]})").id, "a");
}

TEST(JsonCodec, ReadsEscapesAsTheyAreMeant) {
  EXPECT_EQ(DecodeText(R"({"id":"\u00e4\ud83d\ude00\u0000"})").id,
            std::string("ä😀\0", 7));
}

struct Note {
  SharedText text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text))

TEST(JsonCodec, WritesASharedTextAsTheStringThatItIs) {
  std::string out;
  Encode(out, Note{SharedText("a\"b")});
  EXPECT_EQ(out, R"({"text":"a\"b"})");
}

TEST(JsonCodec, ReadsASharedText) {
  const ParsedJson json(R"({"text":"a\"b"})", kAt);
  Note note;
  Decode(json.root(), note, "the object", kAt);
  EXPECT_EQ(note.text.text(), "a\"b");
}

TEST(JsonCodec, RefusesAValueOfTheWrongTypeAndNamesIt) {
  EXPECT_THAT(
      Refusal(R"({"count":"1"})"),
      ::testing::HasSubstr("key \"p:thing:1\" has no integer in range for count"));
  EXPECT_THAT(Refusal(R"({"id":1})"), ::testing::HasSubstr("no string for id"));
  EXPECT_THAT(Refusal(R"({"on":0})"), ::testing::HasSubstr("no true or false for on"));
  EXPECT_THAT(Refusal(R"({"numbers":[1,"2"]})"), ::testing::HasSubstr("for numbers"));
  EXPECT_THAT(Refusal(R"({"inner":[]})"), ::testing::HasSubstr("no object for inner"));
  EXPECT_THAT(Refusal("[]"), ::testing::HasSubstr("no object for the object"));
}

TEST(JsonCodec, RefusesAnIntegerOutOfRange) {
  EXPECT_THAT(Refusal(R"({"small":256})"), ::testing::HasSubstr("for small"));
  EXPECT_THAT(Refusal(R"({"small":-1})"), ::testing::HasSubstr("for small"));
  EXPECT_THAT(Refusal(R"({"count":1.5})"), ::testing::HasSubstr("for count"));
}

TEST(JsonCodec, RefusesWhatIsNotJson) {
  EXPECT_THAT(Refusal("{\"id\":"), ::testing::HasSubstr("is not valid JSON"));
}

}  // namespace
}  // namespace redline::automap
