#include "worker/task_file/functions.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "worker/task/payload.h"
#include "worker/task/random_values.h"

namespace redline::worker::task_file {
namespace {

using Arguments = std::span<const Value* const>;

void CheckFinite(Arguments arguments) {
  for (const Value* const argument : arguments) {
    if (!argument || std::isfinite(RealNumber(*argument))) continue;
    throw BadValue(Description(*argument) + ", which is no finite number");
  }
}

// `number` gives what counts of a value.
template <typename NumberOf>
void CheckOrder(Arguments arguments, const NumberOf& number) {
  if (!arguments[0] || !arguments[1]) return;
  if (number(*arguments[0]) <= number(*arguments[1])) return;
  throw BadValue("a range from " + Description(*arguments[0]) + " to " +
                 Description(*arguments[1]) + ", which is empty");
}

void CheckNotNegative(const Value* argument, const std::string& name) {
  if (!argument || RealNumber(*argument) >= 0) return;
  throw BadValue("a " + name + " of " + Description(*argument) +
                 ", which is to be at least 0");
}

void CheckLength(const Value* argument) {
  CheckNotNegative(argument, "length");
  if (!argument || WholeNumber(*argument) <= static_cast<std::int64_t>(kMaxPayload)) {
    return;
  }
  throw BadValue("a length of " + Description(*argument) + ", which is to be at most " +
                 std::to_string(kMaxPayload));
}

void CheckExponent(const Value* argument) {
  if (!argument || RealNumber(*argument) > 0) return;
  throw BadValue("an exponent s of " + Description(*argument) +
                 ", which is to be above 0");
}

Value DrawReal(Arguments arguments, SplitMix& random) {
  const double a = RealNumber(*arguments[0]);
  return Value::Real(a + (RealNumber(*arguments[1]) - a) * UnitReal(random));
}

// In a pool, it stays there.
Value TextValue(std::string_view text, const std::string& buffer) {
  return Value::Text(text, text.data() == buffer.data() ? Value::Lifetime::kShort
                                                        : Value::Lifetime::kForever);
}

}  // namespace

void CheckArguments(Function function, Arguments arguments) {
  if (function != Function::kPick) CheckFinite(arguments);
  switch (function) {
    case Function::kUniform:
      // As doubles, neighbours far from 0 would be the same.
      return CheckOrder(arguments, WholeNumber);
    case Function::kReal:
      return CheckOrder(arguments, RealNumber);
    case Function::kZipf:
      CheckOrder(arguments, WholeNumber);
      return CheckExponent(arguments[2]);
    case Function::kNormal:
      return CheckNotNegative(arguments[1], "deviation");
    case Function::kExponential:
      return CheckNotNegative(arguments[0], "mean");
    case Function::kText:
    case Function::kBytes:
    case Function::kHex:
      return CheckLength(arguments[0]);
    case Function::kPick:
      return;
  }
}

void SetZipf(Arguments arguments, ZipfDistribution& zipf) {
  const std::int64_t first = WholeNumber(*arguments[0]);
  const std::int64_t last = WholeNumber(*arguments[1]);
  const double exponent = RealNumber(*arguments[2]);
  if (zipf.IsOf(first, last, exponent)) return;
  CheckArguments(Function::kZipf, arguments);
  zipf = ZipfDistribution(first, last, exponent);
}

Value Draw(Function function, Arguments arguments, SplitMix& random,
           std::string& buffer) {
  CheckArguments(function, arguments);
  const auto length = [&] {
    return static_cast<std::size_t>(WholeNumber(*arguments[0]));
  };
  switch (function) {
    case Function::kUniform:
      return Value::Integer(
          UniformWhole(WholeNumber(*arguments[0]), WholeNumber(*arguments[1]), random));
    case Function::kReal:
      return DrawReal(arguments, random);
    case Function::kNormal:
      return Value::Integer(std::max<std::int64_t>(
          0, Rounded(NormalReal(RealNumber(*arguments[0]), RealNumber(*arguments[1]),
                                random))));
    case Function::kExponential:
      return Value::Integer(Rounded(ExponentialReal(RealNumber(*arguments[0]), random)));
    case Function::kPick: {
      const auto last = static_cast<std::int64_t>(arguments.size()) - 1;
      return *arguments[static_cast<std::size_t>(UniformWhole(0, last, random))];
    }
    case Function::kText:
      return TextValue(PrintableText(length(), random, buffer), buffer);
    case Function::kBytes:
      return TextValue(RandomBytes(length(), random, buffer), buffer);
    case Function::kHex:
      return TextValue(HexDigits(length(), random, buffer), buffer);
    case Function::kZipf:
      break;
  }
  std::abort();  // It has instructions of its own.
}

double Mean(Function function, std::span<const double> means) {
  switch (function) {
    case Function::kUniform:
    case Function::kReal:
      return (means[0] + means[1]) / 2;
    case Function::kNormal:
    case Function::kExponential:
      return means[0];
    case Function::kZipf: {
      if (!std::ranges::all_of(means, [](double mean) { return std::isfinite(mean); }) ||
          means[1] < means[0] || means[2] <= 0) {
        return kUnknownMean;
      }
      constexpr int kDraws = 1000;
      const auto span = static_cast<std::int64_t>(std::min(means[1] - means[0], 0x1p62));
      const ZipfDistribution zipf(0, span, means[2]);
      SplitMix random(0);
      double sum = 0;
      for (int i = 0; i < kDraws; ++i) sum += static_cast<double>(zipf(random));
      return means[0] + sum / kDraws;
    }
    case Function::kPick:
      return std::accumulate(means.begin(), means.end(), 0.0) /
             static_cast<double>(means.size());
    default:
      return kUnknownMean;
  }
}

}  // namespace redline::worker::task_file
