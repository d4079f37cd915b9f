#include "reporting/text/sparkline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace redline::reporting {
namespace {

constexpr std::array<std::string_view, 8> kBars = {"▁", "▂", "▃", "▄",
                                                   "▅", "▆", "▇", "█"};

std::string_view BarOf(double value, double highest) {
  if (value <= 0) return kBars.front();
  // Rounded up: only 0 and what is next to it is the lowest.
  const auto bar = static_cast<std::size_t>(std::ceil(value / highest * kBars.size()));
  return kBars[std::clamp<std::size_t>(bar, 1, kBars.size()) - 1];
}

}  // namespace

std::string Sparkline(std::span<const std::optional<double>> values, std::size_t width) {
  if (width == 0 || values.empty()) return "";
  const std::size_t per_cell = (values.size() + width - 1) / width;
  const std::optional<double> highest = HighestOf(values);
  std::string line;
  for (; !values.empty(); values = values.subspan(std::min(per_cell, values.size()))) {
    const auto value = HighestOf(values.first(std::min(per_cell, values.size())));
    line += value ? BarOf(*value, *highest) : " ";
  }
  return line;
}

std::optional<double> HighestOf(std::span<const std::optional<double>> values) {
  std::optional<double> highest;
  for (const std::optional<double>& value : values) {
    if (value && std::isfinite(*value))
      highest = std::max(highest.value_or(*value), *value);
  }
  return highest;
}

}  // namespace redline::reporting
