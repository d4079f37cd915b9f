// An error for a value in Redis that the mapper cannot read, as one sentence that names
// the key, the field and the way out.
#ifndef REDLINE_WORKER_AUTOMAP_MAPPER_ERROR_H_
#define REDLINE_WORKER_AUTOMAP_MAPPER_ERROR_H_

#include <stdexcept>
#include <string>
#include <string_view>

namespace redline::automap {

class MapperError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Where a stored JSON text was found. Refers to the caller's strings.
struct StoredAt {
  std::string_view key_prefix;
  std::string_view key;    // With the prefix.
  std::string_view field;  // A hash's; empty for other values.
};

// Throws MapperError: what is stored there `is_wrong`, such as "is not valid JSON".
[[noreturn]] void Refuse(const StoredAt& at, const std::string& is_wrong);

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_MAPPER_ERROR_H_
