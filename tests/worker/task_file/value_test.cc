#include "worker/task_file/value.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace redline::worker::task_file {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

Value Text(std::string_view text) { return Value::Text(text, Value::Lifetime::kForever); }
Value Whole(std::int64_t number) { return Value::Integer(number); }

std::string Written(const Value& value) {
  NumberBuffer buffer;
  return std::string(Bytes(value, buffer));
}

std::string Written(Operator op, const Value& a, const Value& b) {
  return Written(Compute(op, a, b));
}

TEST(Value, ReadsNumbersAsTheyAreWritten) {
  const auto written = [](std::string_view text) {
    const auto number = ParseNumber(text);
    return number ? Written(*number) : "none";
  };
  EXPECT_EQ(written("300"), "300");
  EXPECT_EQ(written("-7"), "-7");
  EXPECT_EQ(written("1e6"), "1000000");
  EXPECT_EQ(written("0.99"), "0.99");
  EXPECT_EQ(written("1.5e2"), "150");
  EXPECT_EQ(written("9223372036854775807"), "9223372036854775807");
  for (const char* none : {"", "-", "abc", "1x", "inf", "nan", "0x10", " 1", "1 ", "e"}) {
    EXPECT_EQ(written(none), "none") << none;
  }
}

TEST(Value, TellsWholeNumbersFromThoseWithAFraction) {
  EXPECT_EQ(ParseNumber("1e6")->kind, Value::Kind::kInteger);
  EXPECT_EQ(ParseNumber("1.0")->kind, Value::Kind::kReal);
  EXPECT_EQ(ParseNumber("1e300")->kind, Value::Kind::kReal);
  EXPECT_EQ(ParseNumber("9223372036854775808")->kind, Value::Kind::kReal);
}

TEST(Value, ComputesWholeNumbersAsWholeOnes) {
  EXPECT_EQ(Written(Operator::kAdd, Whole(2), Whole(3)), "5");
  EXPECT_EQ(Written(Operator::kSubtract, Whole(2), Whole(3)), "-1");
  EXPECT_EQ(Written(Operator::kMultiply, Whole(2), Whole(3)), "6");
  EXPECT_EQ(Written(Operator::kDivide, Whole(7), Whole(2)), "3");
  EXPECT_EQ(Written(Operator::kModulo, Whole(7), Whole(4)), "3");
  EXPECT_EQ(Written(Operator::kDivide, Whole(7), Value::Real(2)), "3.5");
}

TEST(Value, GoesOnWithRealNumbersBeyondTheWholeOnes) {
  EXPECT_EQ(Compute(Operator::kAdd, Whole(kMost), Whole(1)).kind, Value::Kind::kReal);
  EXPECT_EQ(Compute(Operator::kMultiply, Whole(kMost), Whole(2)).real, 2.0 * kMost);
  EXPECT_EQ(Compute(Operator::kDivide, Whole(kLeast), Whole(-1)).real, -1.0 * kLeast);
  EXPECT_EQ(Written(Operator::kModulo, Whole(kLeast), Whole(-1)), "0");
  EXPECT_EQ(Negate(Whole(kLeast)).kind, Value::Kind::kReal);
}

TEST(Value, ComputesWithTextsThatReadAsNumbers) {
  EXPECT_EQ(Written(Operator::kAdd, Text("40"), Whole(2)), "42");
}

TEST(Value, SaysWhatCannotBeComputed) {
  const auto why = [](Operator op, const Value& a, const Value& b) -> std::string {
    try {
      Compute(op, a, b);
      return "nothing";
    } catch (const BadValue& bad) {
      return bad.what();
    }
  };
  EXPECT_EQ(why(Operator::kAdd, Text("many"), Whole(1)), "\"many\", which is no number");
  EXPECT_EQ(why(Operator::kAdd, Whole(1), Value()), "nil, which is no number");
  EXPECT_EQ(why(Operator::kAdd, Whole(1), Value::Array(1)),
            "1 element, which is no number");
  EXPECT_EQ(why(Operator::kDivide, Whole(1), Whole(0)), "a division by zero");
  EXPECT_EQ(why(Operator::kModulo, Whole(1), Value::Real(0)), "a division by zero");
}

TEST(Value, ComparesAsNumbersWhereBothAreElseAsTexts) {
  EXPECT_TRUE(Compare(Operator::kEqual, Text("007"), Whole(7)));
  EXPECT_TRUE(Compare(Operator::kLess, Text("9"), Text("10")));
  EXPECT_TRUE(Compare(Operator::kNotEqual, Text("a"), Text("A")));
  EXPECT_TRUE(Compare(Operator::kEqual, Text("a"), Text("a")));
  EXPECT_FALSE(Compare(Operator::kLess, Text("a"), Text("b")));
  EXPECT_FALSE(Compare(Operator::kGreaterOrEqual, Text("b"), Whole(1)));
  EXPECT_TRUE(Compare(Operator::kGreaterOrEqual, Value::Real(1.5), Whole(1)));
}

TEST(Value, HoldsNilToBeLikeNilOnly) {
  EXPECT_TRUE(Compare(Operator::kEqual, Value(), Value()));
  EXPECT_FALSE(Compare(Operator::kEqual, Value(), Text("")));
  EXPECT_TRUE(Compare(Operator::kNotEqual, Value(), Whole(0)));
  EXPECT_FALSE(Compare(Operator::kEqual, Value::Array(0), Value()));
  EXPECT_FALSE(Compare(Operator::kLess, Value(), Whole(1)));
}

TEST(Value, HasASize) {
  EXPECT_EQ(Size(Value()), 0);
  EXPECT_EQ(Size(Value::Array(3)), 3);
  EXPECT_EQ(Size(Text("four")), 4);
  EXPECT_EQ(Size(Whole(-12)), 3);
}

TEST(Value, IsThereUnlessItIsNilOrAnEmptyArray) {
  EXPECT_FALSE(IsThere(Value()));
  EXPECT_FALSE(IsThere(Value::Array(0)));
  EXPECT_TRUE(IsThere(Value::Array(1)));
  EXPECT_TRUE(IsThere(Whole(0)));
  EXPECT_TRUE(IsThere(Text("")));
}

TEST(Value, RoundsToTheNearestWholeNumberWithinTheRange) {
  EXPECT_EQ(Rounded(2.5), 3);
  EXPECT_EQ(Rounded(-2.4), -2);
  EXPECT_EQ(Rounded(1e300), kMost);
  EXPECT_EQ(Rounded(-1e300), kLeast);
}

TEST(Value, DescribesItselfOnOneShortLine) {
  EXPECT_EQ(Description(Value::Array(101)), "101 elements");
  EXPECT_EQ(Description(Text("a\nb")), "\"a b\"");
  EXPECT_EQ(Description(Text(std::string(100, 'x'))),
            "\"" + std::string(60, 'x') + "...\"");
}

}  // namespace
}  // namespace redline::worker::task_file
