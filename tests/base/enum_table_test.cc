#include "base/enum_table.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

namespace redline {
namespace {

enum class Colour : std::uint8_t { kRed, kGreen, kBlue };
constexpr std::array kColours = std::to_array<EnumName<Colour>>(
    {{Colour::kRed, "red"}, {Colour::kGreen, "green"}, {Colour::kBlue, "blue"}});
constexpr const auto& TableOf(Colour) { return kColours; }

// A value has been appended, and its row forgotten.
enum class Shape { kRound, kSquare };
constexpr std::array kShapes = std::to_array<EnumName<Shape>>({{Shape::kRound, "round"}});
constexpr const auto& TableOf(Shape) { return kShapes; }

// A row stands at another's place.
enum class Size { kSmall, kLarge };
constexpr std::array kSizes =
    std::to_array<EnumName<Size>>({{Size::kLarge, "large"}, {Size::kSmall, "small"}});
constexpr const auto& TableOf(Size) { return kSizes; }

TEST(EnumTable, NamesEachValue) {
  static_assert(NameOf(Colour::kGreen) == "green");
  EXPECT_EQ(NameOf(Colour::kBlue), "blue");
}

TEST(EnumTable, FindsAValueByItsName) {
  EXPECT_EQ(ParseEnum<Colour>("blue"), Colour::kBlue);
  EXPECT_EQ(ParseEnum<Colour>("Blue"), std::nullopt);
  EXPECT_EQ(ParseEnum<Colour>(""), std::nullopt);
}

TEST(EnumTable, KnowsAnEnumeratorThatHasNoRow) {
  static_assert(internal::IsEnumerator<static_cast<Shape>(kEnumSize<Shape>)>());
  static_assert(!internal::IsEnumerator<static_cast<Colour>(kEnumSize<Colour>)>());
}

TEST(EnumTable, KnowsRowsThatAreNotInTheEnumsOrder) {
  static_assert(internal::IsInOrder<Colour>());
  static_assert(!internal::IsInOrder<Size>());
}

TEST(EnumTableDeathTest, HasNoNameForAnUnknownValue) {
  EXPECT_DEATH(NameOf(static_cast<Colour>(7)), "");
}

}  // namespace
}  // namespace redline
