// The words and numbers of a published page's lines.
//
// Pure functions, independent of the locale. A number that is too large for its type, is
// not finite or is negative is not one. A person's numbers are taken too: "1,000", and
// "1k" where no unit begins with that letter.
#ifndef REDLINE_REPORTING_PUBLISHED_PAGE_TEXT_H_
#define REDLINE_REPORTING_PUBLISHED_PAGE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redline::reporting {

// Programs that read JSON as doubles keep every whole number up to this one.
inline constexpr std::uint64_t kLargestCount = std::uint64_t{1} << 53;

// As an editor that hides nothing would have it: no-break spaces as spaces, without
// characters that have no width (byte order marks among them).
std::string WithoutInvisible(std::string_view text);

// The words of a text with one space between them.
std::string WithSingleSpaces(std::string_view text);

// The number that is all of the text.
std::optional<double> ParseFigure(std::string_view text);

// As ParseFigure, a whole number up to kLargestCount.
std::optional<std::uint64_t> ParseCount(std::string_view text);

// The first number anywhere after `marker`: 28 in "concurrency 28x".
std::optional<double> FigureAfter(std::string_view text, std::string_view marker = "");

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PUBLISHED_PAGE_TEXT_H_
