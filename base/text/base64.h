// Bytes as text: base64 (RFC 4648, section 4), with padding and without line breaks.
#ifndef REDLINE_BASE_TEXT_BASE64_H_
#define REDLINE_BASE_TEXT_BASE64_H_

#include <string>
#include <string_view>

namespace redline {

std::string Base64(std::string_view bytes);

}  // namespace redline

#endif  // REDLINE_BASE_TEXT_BASE64_H_
