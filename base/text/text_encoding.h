// Files of text as other systems write them: with a byte order mark, or in UTF-16, as
// shells and editors of Windows do.
//
// Pure functions.
#ifndef REDLINE_BASE_TEXT_TEXT_ENCODING_H_
#define REDLINE_BASE_TEXT_TEXT_ENCODING_H_

#include <string>
#include <string_view>

namespace redline {

// The content of a file as UTF-8, without a byte order mark. UTF-16 is known by its mark,
// or by every other byte of its beginning being zero; invalid UTF-16 has U+FFFD in place
// of the errors. Everything else comes back as it is.
std::string ToUtf8(std::string content);

// The kind of a file that is not text, and the way out, for "FILE is ...": "compressed
// (gzip); unpack it first". Empty if it may be text.
std::string_view KindOfBinary(std::string_view content);

}  // namespace redline

#endif  // REDLINE_BASE_TEXT_TEXT_ENCODING_H_
