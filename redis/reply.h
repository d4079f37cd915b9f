// Redis' replies, as light views.
//
// The replies to one batch live together in a ReplyArena: their nodes in one vector and
// their text in one buffer, linked by indices and offsets, so that an arena that is used
// again allocates nothing. A Reply or Replies refers into the arena of the connection
// which it came from and is valid until that connection's next Execute.
#ifndef REDLINE_REDIS_REPLY_H_
#define REDLINE_REDIS_REPLY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redline::redis {

enum class ReplyType : std::uint8_t { kNil, kString, kStatus, kError, kInteger, kArray };

// Filled by ReplyReader.
struct ReplyArena {
  struct Node {
    ReplyType type = ReplyType::kNil;
    std::int64_t integer = 0;
    std::size_t begin =
        0;                 // Of a text: its offset. Of an array: its first child's index.
    std::size_t size = 0;  // Of a text: its bytes. Of an array: its children.
  };

  std::vector<Node> nodes;
  std::string text;
  std::vector<std::size_t> replies;  // The outermost node of each complete reply.
};

class Reply {
 public:
  Reply(const ReplyArena& arena, std::size_t node) : arena_(&arena), node_(node) {}

  ReplyType type() const { return node().type; }
  bool is_nil() const { return type() == ReplyType::kNil; }
  bool is_error() const { return type() == ReplyType::kError; }

  // The bytes of a string, status or error; empty for any other type.
  std::string_view text() const {
    if (type() == ReplyType::kArray) return {};
    return std::string_view(arena_->text).substr(node().begin, node().size);
  }

  // The value of an integer; 0 for any other type.
  std::int64_t integer() const { return node().integer; }

  // The number of an array's elements; 0 for any other type.
  std::size_t size() const { return type() == ReplyType::kArray ? node().size : 0; }

  // REQUIRES: i < size().
  Reply operator[](std::size_t i) const { return Reply(*arena_, node().begin + i); }

 private:
  const ReplyArena::Node& node() const { return arena_->nodes[node_]; }

  const ReplyArena* arena_;
  std::size_t node_;
};

// The replies to one batch, one for each command, in order.
class Replies {
 public:
  explicit Replies(const ReplyArena& arena) : arena_(&arena) {}

  std::size_t size() const { return arena_->replies.size(); }

  // REQUIRES: i < size().
  Reply operator[](std::size_t i) const { return Reply(*arena_, arena_->replies[i]); }

 private:
  const ReplyArena* arena_;
};

// Throws RedisError (kErrorReply) that names the command if the reply is an error.
void ThrowIfError(Reply reply, std::string_view command);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REPLY_H_
