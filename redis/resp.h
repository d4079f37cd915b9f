// The request half of RESP2 (https://redis.io/docs/reference/protocol-spec): an array
// "*<count>\r\n" of bulk strings "$<length>\r\n<bytes>\r\n".
//
// Written by hand, and checked against hiredis in the tests, because
// redisFormatCommandArgv takes a buffer of its own for each command, and a save of 100
// flats has 200 arguments.
#ifndef REDLINE_REDIS_RESP_H_
#define REDLINE_REDIS_RESP_H_

#include <charconv>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace redline::redis {

namespace internal {

// "<mark><number>\r\n"
inline void AppendRespHead(std::string& out, char mark, std::size_t number) {
  char head[std::numeric_limits<std::size_t>::digits10 + 4];
  char* end = head;
  *end++ = mark;
  end = std::to_chars(end, head + sizeof(head), number).ptr;
  *end++ = '\r';
  *end++ = '\n';
  out.append(head, end);
}

}  // namespace internal

inline void AppendArrayHead(std::string& out, std::size_t count) {
  internal::AppendRespHead(out, '*', count);
}

// The bytes of a bulk string after its text.
inline constexpr std::size_t kBulkEnd = 2;

// A bulk string is this, its text of `size` bytes, and the end.
inline void AppendBulkHead(std::string& out, std::size_t size) {
  internal::AppendRespHead(out, '$', size);
}
inline void AppendBulkEnd(std::string& out) { out.append("\r\n", kBulkEnd); }

inline void AppendBulk(std::string& out, std::string_view bytes) {
  AppendBulkHead(out, bytes.size());
  out.append(bytes);
  AppendBulkEnd(out);
}

// The bulk string around `bytes`, where AppendBulk has written it.
inline std::string_view BulkAround(std::string_view bytes) {
  std::size_t head = 4;  // "$<digit>\r\n"
  for (std::size_t rest = bytes.size(); rest >= 10; rest /= 10) ++head;
  return {bytes.data() - head, head + bytes.size() + kBulkEnd};
}

}  // namespace redline::redis

#endif  // REDLINE_REDIS_RESP_H_
