// A row of bars, one cell each, that shows how a value went: ▂▂▃▂▂ █▂▂
//
// Pure functions. A value that is absent, or no finite number, is a blank; 0, and what is
// below it, the lowest bar; the highest value of all the full one.
#ifndef REDLINE_REPORTING_TEXT_SPARKLINE_H_
#define REDLINE_REPORTING_TEXT_SPARKLINE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace redline::reporting {

// At most `width` cells. With more values than that, neighbours share a cell, equally
// many in each but the last, and the highest of them is shown: so a peak never gets lost,
// and a bar stands still while values are added at the end.
std::string Sparkline(std::span<const std::optional<double>> values, std::size_t width);

// The highest value; nothing if none is present.
std::optional<double> HighestOf(std::span<const std::optional<double>> values);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_SPARKLINE_H_
