// Bytes as text: base64 (RFC 4648, section 4), with padding and without line breaks.
#ifndef REDLINE_REPORTING_BASE64_H_
#define REDLINE_REPORTING_BASE64_H_

#include <string>
#include <string_view>

namespace redline::reporting {

std::string Base64(std::string_view bytes);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_BASE64_H_
