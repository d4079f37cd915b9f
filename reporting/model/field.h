// The fields of the structs of a result: one list for each struct, beside it.
//
//   struct ErrorClass {
//     std::string name;
//     std::uint64_t count = 0;
//   };
//   template <>
//   inline constexpr auto kFields<ErrorClass> = std::tuple{
//       Field{"class", &ErrorClass::name, "", "`\"OOM\"`, `\"connection lost\"`, …"},
//       Field{"count", &ErrorClass::count, "errors", "how often it was met"},
//   };
//
// Whoever writes, reads or documents a result visits these lists (json_report.h,
// json_reader.h, csv_report.h, docs/result-format.md), in their order; so a new field is
// a member and its row. A member without a row does not compile.
#ifndef REDLINE_REPORTING_MODEL_FIELD_H_
#define REDLINE_REPORTING_MODEL_FIELD_H_

#include <boost/pfr/tuple_size.hpp>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace redline::reporting {

// How a value is written where its type leaves a choice.
enum class Form {
  kPlain,        // A fraction with at most six decimals.
  kThousandths,  // With at most three: times that were recorded in microseconds.
  kAsGiven,      // With all that it takes to read the same back.
  kNullIfNone,   // Null for an empty text, and for 0.
};

template <class Struct, class Value>
struct Field {
  constexpr Field(std::string_view name, Value Struct::* member, std::string_view unit,
                  std::string_view meaning, Form form = Form::kPlain)
      : name(name), member(member), unit(unit), meaning(meaning), form(form) {}

  std::string_view name;
  Value Struct::* member;
  std::string_view unit;     // "milliseconds"; empty if there is none.
  std::string_view meaning;  // A phrase of Markdown.
  Form form;
};

// A value that follows from the members: written, and not read back.
template <class Struct, class Value>
struct Derived {
  constexpr Derived(std::string_view name, Value (*of)(const Struct&),
                    std::string_view unit, std::string_view meaning)
      : name(name), of(of), unit(unit), meaning(meaning) {}

  std::string_view name;
  Value (*of)(const Struct& whole);
  std::string_view unit;
  std::string_view meaning;
};

// A member whose own fields stand among those of the struct.
template <class Struct, class Value>
struct Inlined {
  constexpr explicit Inlined(Value Struct::* member) : member(member) {}

  Value Struct::* member;
};

// A member that is not written: of a run while it lasts, or told by another field.
template <class Struct, class Value>
struct Unwritten {
  constexpr explicit Unwritten(Value Struct::* member) : member(member) {}

  Value Struct::* member;
};

template <class Struct>
inline constexpr auto kFields = nullptr;

template <class Type>
concept HasFields = !std::is_same_v<decltype(kFields<Type>), const std::nullptr_t>;

namespace internal {

template <class Row>
inline constexpr bool kIsOfAMember = true;
template <class Struct, class Value>
inline constexpr bool kIsOfAMember<Derived<Struct, Value>> = false;

}  // namespace internal

// In the order of the list.
template <HasFields Struct, class Visit>
constexpr void ForEachField(Visit visit) {
  std::apply(
      [&]<class... Rows>(const Rows&... rows) {
        static_assert(
            (0 + ... + internal::kIsOfAMember<Rows>) == boost::pfr::tuple_size_v<Struct>,
            "a member has no row in kFields");
        (visit(rows), ...);
      },
      kFields<Struct>);
}

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_FIELD_H_
