// The functions of task files whose value is drawn by chance, each time anew.
#ifndef REDLINE_WORKER_TASK_FILE_FUNCTIONS_H_
#define REDLINE_WORKER_TASK_FILE_FUNCTIONS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "base/enum_table.h"
#include "base/split_mix.h"
#include "worker/task/zipf_distribution.h"
#include "worker/task_file/value.h"

namespace redline::worker::task_file {

enum class Function : std::uint8_t {
  kUniform,
  kZipf,
  kNormal,
  kExponential,
  kReal,
  kPick,
  kText,
  kBytes,
  kHex,
};

struct FunctionRow {
  Function value;
  std::string_view name;
  std::string_view form;  // With its arguments, for a sentence.
  std::size_t arguments;  // How many; kAny: one or more.
};

inline constexpr std::size_t kAny = 0;

inline constexpr std::array kFunctions = std::to_array<FunctionRow>({
    {Function::kUniform, "uniform", "uniform(a, b)", 2},
    {Function::kZipf, "zipf", "zipf(a, b, s)", 3},
    {Function::kNormal, "normal", "normal(mean, deviation)", 2},
    {Function::kExponential, "exponential", "exponential(mean)", 1},
    {Function::kReal, "real", "real(a, b)", 2},
    {Function::kPick, "pick", "pick(x, y, ...)", kAny},
    {Function::kText, "text", "text(n)", 1},
    {Function::kBytes, "bytes", "bytes(n)", 1},
    {Function::kHex, "hex", "hex(n)", 1},
});
constexpr const auto& TableOf(Function) { return kFunctions; }

// Checks the arguments; null where one is not known yet. Throws BadValue, which says what
// they must be. REQUIRES: as many as the function has.
void CheckArguments(Function function, std::span<const Value* const> arguments);

// Makes `zipf` that of zipf's arguments, if it is another one. Throws BadValue.
void SetZipf(std::span<const Value* const> arguments, ZipfDistribution& zipf);

// A value of any function but zipf. The bytes of a text may lie in the buffer. Throws
// BadValue.
Value Draw(Function function, std::span<const Value* const> arguments, SplitMix& random,
           std::string& buffer);

// Not a number, as is what is computed with it.
inline constexpr double kUnknownMean = std::numeric_limits<double>::quiet_NaN();

// Its mean, given the means of its arguments.
double Mean(Function function, std::span<const double> means);

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_FUNCTIONS_H_
