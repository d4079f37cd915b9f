#include "worker/task_file/value.h"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>

#include "worker/task/plain_number.h"
#include "worker/task_file/mistake.h"

namespace redline::worker::task_file {
namespace {

using Kind = Value::Kind;

// Beyond these a double is outside of the range of whole numbers.
constexpr double kLeastWhole = -9223372036854775808.0;
constexpr double kAboveWhole = 9223372036854775808.0;

double AsReal(const Value& number) {
  return number.kind == Kind::kReal ? number.real : static_cast<double>(number.integer);
}

Value ComputeReal(Operator op, double left, double right) {
  switch (op) {
    case Operator::kAdd:
      return Value::Real(left + right);
    case Operator::kSubtract:
      return Value::Real(left - right);
    case Operator::kMultiply:
      return Value::Real(left * right);
    case Operator::kDivide:
      return Value::Real(left / right);
    default:
      return Value::Real(std::fmod(left, right));
  }
}

Value ComputeWhole(Operator op, std::int64_t left, std::int64_t right) {
  std::int64_t whole = 0;
  bool overflows = false;
  switch (op) {
    case Operator::kAdd:
      overflows = __builtin_add_overflow(left, right, &whole);
      break;
    case Operator::kSubtract:
      overflows = __builtin_sub_overflow(left, right, &whole);
      break;
    case Operator::kMultiply:
      overflows = __builtin_mul_overflow(left, right, &whole);
      break;
    default:
      // The only quotient that overflows is -min; its remainder is 0.
      if (right == -1) {
        overflows = op == Operator::kDivide && __builtin_sub_overflow(0, left, &whole);
        break;
      }
      whole = op == Operator::kDivide ? left / right : left % right;
  }
  if (!overflows) return Value::Integer(whole);
  return ComputeReal(op, static_cast<double>(left), static_cast<double>(right));
}

// REQUIRES: both are numbers.
bool CompareNumbers(Operator op, const Value& left, const Value& right) {
  const auto compare = [op](auto a, auto b) {
    switch (op) {
      case Operator::kEqual:
        return a == b;
      case Operator::kNotEqual:
        return a != b;
      case Operator::kLess:
        return a < b;
      case Operator::kLessOrEqual:
        return a <= b;
      case Operator::kGreater:
        return a > b;
      default:
        return a >= b;
    }
  };
  if (left.kind == Kind::kInteger && right.kind == Kind::kInteger) {
    return compare(left.integer, right.integer);
  }
  return compare(AsReal(left), AsReal(right));
}

bool AreSame(const Value& left, const Value& right) {
  const auto has_bytes = [](const Value& value) {
    return value.kind != Kind::kNil && value.kind != Kind::kArray;
  };
  if (has_bytes(left) && has_bytes(right)) {
    NumberBuffer left_buffer;
    NumberBuffer right_buffer;
    return Bytes(left, left_buffer) == Bytes(right, right_buffer);
  }
  return left.kind == Kind::kNil && right.kind == Kind::kNil;
}

}  // namespace

std::optional<Value> ParseNumber(std::string_view text) {
  const char* const end = text.data() + text.size();
  std::int64_t whole = 0;
  const auto as_whole = std::from_chars(text.data(), end, whole);
  if (as_whole.ec == std::errc() && as_whole.ptr == end) return Value::Integer(whole);
  const std::optional<double> real = ParseReal(text);
  if (!real) return {};
  const bool whole_too = *real == std::floor(*real) && *real >= kLeastWhole &&
                         *real < kAboveWhole && text.find('.') == std::string_view::npos;
  return whole_too ? Value::Integer(static_cast<std::int64_t>(*real))
                   : Value::Real(*real);
}

std::optional<Value> AsNumber(const Value& value) {
  switch (value.kind) {
    case Kind::kInteger:
    case Kind::kReal:
      return value;
    case Kind::kText:
      return ParseNumber(value.text);
    default:
      return {};
  }
}

Value Number(const Value& value) {
  if (value.kind == Kind::kInteger || value.kind == Kind::kReal) return value;
  if (const auto number = AsNumber(value)) return *number;
  throw BadValue(Description(value) + ", which is no number");
}

double RealNumber(const Value& value) { return AsReal(Number(value)); }

std::int64_t WholeNumber(const Value& value) {
  const Value number = Number(value);
  return number.kind == Kind::kInteger ? number.integer : Rounded(number.real);
}

std::int64_t Rounded(double number) {
  const double rounded = std::round(number);
  if (rounded >= kAboveWhole) return std::numeric_limits<std::int64_t>::max();
  if (rounded >= kLeastWhole) return static_cast<std::int64_t>(rounded);
  // Not a number, too.
  return std::numeric_limits<std::int64_t>::min();
}

bool IsThere(const Value& value) {
  return value.kind != Kind::kNil && (value.kind != Kind::kArray || value.integer != 0);
}

std::int64_t Size(const Value& value) {
  if (value.kind == Kind::kNil) return 0;
  if (value.kind == Kind::kArray) return value.integer;
  NumberBuffer buffer;
  return static_cast<std::int64_t>(Bytes(value, buffer).size());
}

Value Compute(Operator op, const Value& left, const Value& right) {
  const Value a = Number(left);
  const Value b = Number(right);
  const bool divides = op == Operator::kDivide || op == Operator::kModulo;
  if (divides && AsReal(b) == 0) throw BadValue("a division by zero");
  if (a.kind == Kind::kInteger && b.kind == Kind::kInteger) {
    return ComputeWhole(op, a.integer, b.integer);
  }
  return ComputeReal(op, AsReal(a), AsReal(b));
}

Value Negate(const Value& value) {
  return Compute(Operator::kSubtract, Value::Integer(0), value);
}

bool Compare(Operator op, const Value& left, const Value& right) {
  const auto a = AsNumber(left);
  const auto b = AsNumber(right);
  if (a && b) return CompareNumbers(op, *a, *b);
  if (op == Operator::kEqual) return AreSame(left, right);
  return op == Operator::kNotEqual && !AreSame(left, right);
}

std::string_view Bytes(const Value& value, NumberBuffer& buffer) {
  if (value.kind == Kind::kText) return value.text;
  char* const begin = buffer.data();
  char* const limit = begin + buffer.size();
  const auto written = value.kind == Kind::kReal
                           ? std::to_chars(begin, limit, value.real)
                           : std::to_chars(begin, limit, value.integer);
  return {begin, static_cast<std::size_t>(written.ptr - begin)};
}

std::string Description(const Value& value) {
  NumberBuffer buffer;
  switch (value.kind) {
    case Kind::kNil:
      return "nil";
    case Kind::kArray:
      return std::to_string(value.integer) +
             (value.integer == 1 ? " element" : " elements");
    case Kind::kText:
      return Quoted(value.text);
    default:
      return std::string(Bytes(value, buffer));
  }
}

}  // namespace redline::worker::task_file
