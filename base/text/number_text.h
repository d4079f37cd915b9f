// How numbers are written, in tables and in JSON alike: plain decimals, never nan or inf.
//
// Pure functions, independent of the locale. An absent or not finite number is written
// "-".
#ifndef REDLINE_BASE_TEXT_NUMBER_TEXT_H_
#define REDLINE_BASE_TEXT_NUMBER_TEXT_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redline {

inline constexpr char kAbsent[] = "-";

// At most `decimals` digits after the point, rounded, without trailing zeros: 20.2, 8.3.
std::string DecimalText(std::optional<double> value, int decimals);

// As JavaScript writes a number: the shortest text that reads back as the same one.
// 1000, 0.5, 333.3; with an exponent from 1e+21 on and below 1e-6.
std::string ConstantText(double value);

std::string CountText(std::uint64_t count);

// "1 worker", "2 workers".
std::string Plural(std::uint64_t count, std::string_view noun);

// A measured figure in a table: at most two decimals, as the original's; below 1, three
// significant digits instead (0.0007), and at most six decimals.
std::string FigureText(std::optional<double> value);

// An amount of memory for a person, in the largest unit of which there is at least one,
// with about three digits: "512 bytes", "64 MB", "1.25 GB". Units are powers of 1024,
// as everywhere in reports.
std::string BytesText(double bytes);

// A duration in milliseconds, as a figure.
std::string MillisecondsText(
    std::optional<std::chrono::duration<double, std::milli>> duration);

// A duration in seconds, as a figure.
std::string SecondsText(std::optional<std::chrono::duration<double>> duration);

}  // namespace redline

#endif  // REDLINE_BASE_TEXT_NUMBER_TEXT_H_
