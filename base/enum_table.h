// An enum and what is known of each of its values: one table beside the enum, from which
// names and parsers come.
//
//   enum class Colour { kRed, kGreen };
//   inline constexpr std::array kColours = std::to_array<EnumName<Colour>>(
//       {{Colour::kRed, "red"}, {Colour::kGreen, "green"}});
//   constexpr const auto& TableOf(Colour) { return kColours; }
//
// TableOf stands in the enum's namespace. A table has a row for each enumerator, in their
// order, which begins at 0; whoever asks it does not compile as long as one is missing. A
// row is an EnumName, or another struct with `value` and `name`.
//
// Pure functions: any thread may call them.
#ifndef REDLINE_BASE_ENUM_TABLE_H_
#define REDLINE_BASE_ENUM_TABLE_H_

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <type_traits>

namespace redline {

template <class Enum>
struct EnumName {
  Enum value;
  std::string_view name;
};

template <class Enum>
concept HasTable = std::is_enum_v<Enum> && requires(Enum value) { TableOf(value); };

namespace internal {

// The compiler writes a value that has no enumerator as "(Colour)2".
template <auto kValue>
consteval bool IsEnumerator() {
  constexpr std::string_view kBefore = "kValue = ";
  const std::string_view text = __PRETTY_FUNCTION__;
  return text[text.find(kBefore) + kBefore.size()] != '(';
}

template <HasTable Enum>
consteval bool IsInOrder() {
  std::size_t index = 0;
  for (const auto& row : TableOf(Enum())) {
    if (row.value != static_cast<Enum>(index++)) return false;
  }
  return true;
}

}  // namespace internal

template <HasTable Enum>
inline constexpr std::size_t kEnumSize = std::size(TableOf(Enum()));

// REQUIRES: the value is an enumerator.
template <HasTable Enum>
constexpr const auto& RowOf(Enum value) {
  static_assert(internal::IsInOrder<Enum>(), "the rows are not in the enum's order");
  static_assert(!internal::IsEnumerator<static_cast<Enum>(kEnumSize<Enum>)>(),
                "an enumerator has no row");
  const auto index = static_cast<std::size_t>(value);
  if (index >= kEnumSize<Enum>) std::abort();
  return TableOf(value)[index];
}

template <HasTable Enum>
constexpr std::string_view NameOf(Enum value) {
  return RowOf(value).name;
}

// Nothing if no value has that name.
template <HasTable Enum>
constexpr std::optional<Enum> ParseEnum(std::string_view name) {
  for (const auto& row : TableOf(Enum())) {
    if (NameOf(row.value) == name) return row.value;
  }
  return std::nullopt;
}

}  // namespace redline

#endif  // REDLINE_BASE_ENUM_TABLE_H_
