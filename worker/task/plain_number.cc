#include "worker/task/plain_number.h"

#include <charconv>
#include <system_error>

namespace redline::worker {

std::optional<double> ParseReal(std::string_view text) {
  // Neither "inf" nor "nan".
  if (text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return {};
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) return {};
  return number;
}

}  // namespace redline::worker
