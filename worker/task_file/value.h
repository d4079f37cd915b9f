// What an expression of a task file is while a task runs: a number, a text, an array of
// an answer (of which just the size is known), or nil.
//
// Plain values and pure functions.
#ifndef REDLINE_WORKER_TASK_FILE_VALUE_H_
#define REDLINE_WORKER_TASK_FILE_VALUE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace redline::worker::task_file {

// What cannot be computed with, as a phrase: "nil, which is no number".
class BadValue : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Value {
  enum class Kind : std::uint8_t { kNil, kInteger, kReal, kText, kArray };
  // How long a text's bytes stay as they are.
  enum class Lifetime : std::uint8_t {
    kShort,      // Until the value is computed again.
    kUntilSent,  // Until whatever was made of them has been sent.
    kForever,
  };

  static Value Integer(std::int64_t number) {
    return {.kind = Kind::kInteger, .integer = number};
  }
  static Value Real(double number) { return {.kind = Kind::kReal, .real = number}; }
  static Value Text(std::string_view text, Lifetime lifetime) {
    return {.kind = Kind::kText, .lifetime = lifetime, .text = text};
  }
  static Value Array(std::size_t size) {
    return {.kind = Kind::kArray, .integer = static_cast<std::int64_t>(size)};
  }

  Kind kind = Kind::kNil;
  Lifetime lifetime = Lifetime::kShort;
  std::int64_t integer = 0;  // Of an array, its size.
  double real = 0;
  std::string_view text = {};
};

enum class Operator : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kNegate,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kNot,
  kAnd,
  kOr,
};

// Whether what it makes is a condition, and not a value.
constexpr bool MakesCondition(Operator op) { return op >= Operator::kEqual; }
constexpr bool Compares(Operator op) {
  return op >= Operator::kEqual && op <= Operator::kGreaterOrEqual;
}

// A number as it is written, all of the text: "300", "-0.99", "1e6", which is whole.
std::optional<Value> ParseNumber(std::string_view text);

// As a number, where it is one or a text that reads as one.
std::optional<Value> AsNumber(const Value& value);

// These three throw BadValue if it is none.
Value Number(const Value& value);
double RealNumber(const Value& value);
// Rounded, and within the range.
std::int64_t WholeNumber(const Value& value);

// The whole number nearest to a number, and within the range.
std::int64_t Rounded(double number);

// Neither nil nor an empty array.
bool IsThere(const Value& value);

// An array's elements, a text's bytes (a number is the text that it is written as); of
// nil 0.
std::int64_t Size(const Value& value);

// REQUIRES: of arithmetic. Throws BadValue. A whole number that would be beyond the range
// becomes a real one.
Value Compute(Operator op, const Value& left, const Value& right);
Value Negate(const Value& value);

// REQUIRES: Compares(op).
bool Compare(Operator op, const Value& left, const Value& right);

// The bytes of a number or a text; they lie in the value or in the buffer. REQUIRES: it
// is a number or a text.
using NumberBuffer = std::array<char, 32>;
std::string_view Bytes(const Value& value, NumberBuffer& buffer);

// For a sentence: "nil", "5", "\"text\"", "101 elements".
std::string Description(const Value& value);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_VALUE_H_
