// A JSON text from Redis, read by RapidJSON. Small texts take no memory from the heap but
// for the parser's stack.
#ifndef REDLINE_WORKER_AUTOMAP_PARSED_JSON_H_
#define REDLINE_WORKER_AUTOMAP_PARSED_JSON_H_

#include <rapidjson/document.h>

#include <string_view>

#include "worker/automap/mapper_error.h"

namespace redline::automap {

class ParsedJson {
 public:
  // Throws MapperError if the text is not valid JSON.
  ParsedJson(std::string_view text, const StoredAt& at);
  ParsedJson(const ParsedJson&) = delete;
  ParsedJson& operator=(const ParsedJson&) = delete;

  const rapidjson::Value& root() const { return document_; }

 private:
  char memory_[2048];
  rapidjson::MemoryPoolAllocator<> pool_{memory_, sizeof(memory_)};
  rapidjson::Document document_{&pool_};
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_PARSED_JSON_H_
