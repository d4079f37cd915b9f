// Text as a terminal shows it: UTF-8 measured and cut in display cells.
//
// A cell is one column of the terminal. Most characters take one (box drawing and "µ"
// among them), combining marks none, East Asian wide characters and emoji two. Bytes that
// are not UTF-8 count as the replacement character U+FFFD, one cell each.
//
// Pure functions, independent of the locale; none of them fails.
#ifndef REDLINE_BASE_TEXT_DISPLAY_TEXT_H_
#define REDLINE_BASE_TEXT_DISPLAY_TEXT_H_

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace redline {

// The width of what has none: a file, a pipe.
inline constexpr std::size_t kUnlimitedWidth = std::numeric_limits<std::size_t>::max();

// The cells that a text takes on one line.
std::size_t DisplayWidth(std::string_view text);

// The longest beginning of a text that takes at most `cells`, cut between characters.
std::string_view CutToWidth(std::string_view text, std::size_t cells);

// The text in lines of at most `cells`, broken at blanks; a word that is longer than a
// line, anywhere. They refer to the text. REQUIRES: cells > 1, for a wide character.
std::vector<std::string_view> WrapToWidth(std::string_view text, std::size_t cells);

// The text with every invalid byte replaced by U+FFFD.
std::string ToValidUtf8(std::string_view text);

// As ToValidUtf8, and with control characters (line ends, escapes) and those that turn
// the direction of writing replaced by blanks, so that a text from elsewhere can neither
// break a line nor move the cursor nor change what stands beside it.
std::string ToPrintable(std::string_view text);

// The same for a text of several lines, maybe painted: line ends ('\n') and whole
// sequences of SGR (see style.h) stay.
std::string ToPrintableLines(std::string_view text);

}  // namespace redline

#endif  // REDLINE_BASE_TEXT_DISPLAY_TEXT_H_
