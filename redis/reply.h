// Redis' replies, as light views.
//
// The replies to one batch live together in a ReplyArena: their nodes in one vector and
// their text in one buffer, linked by indices and offsets, so that an arena that is used
// again allocates nothing. A Reply or Replies refers into the arena of the connection
// which it came from and is valid until that connection's next Execute. The text alone
// may be kept for longer, without a copy (Reply::shared_text).
#ifndef REDLINE_REDIS_REPLY_H_
#define REDLINE_REDIS_REPLY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "redis/resp.h"

namespace redline::redis {

enum class ReplyType : std::uint8_t { kNil, kString, kStatus, kError, kInteger, kArray };

// Filled by ReplyReader.
struct ReplyArena {
  // Small, because a worker reads hundreds of them for each task.
  struct Node {
    // A text's offset, an array's first child's index, or the integer itself.
    std::int64_t value = 0;
    std::uint32_t size = 0;  // A text's bytes, or an array's children.
    ReplyType type = ReplyType::kNil;

    std::size_t begin() const { return static_cast<std::size_t>(value); }
  };
  static_assert(sizeof(Node) == 16);

  std::vector<Node> nodes;
  // Each text as a bulk string, whatever it was, one after the other.
  std::shared_ptr<std::string> text = std::make_shared<std::string>();
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
    if (!has_text()) return {};
    return std::string_view(*arena_->text).substr(node().begin(), node().size);
  }

  // The text as a bulk string, to be sent again (CommandBatch::BulkArguments); empty
  // where text() has no meaning. Those of an array's elements stand one after the other.
  std::string_view bulk() const { return has_text() ? BulkAround(text()) : text(); }

  // Keeps what text() and bulk() return valid, of this reply and of all of its batch, for
  // as long as the caller holds it.
  std::shared_ptr<const std::string> shared_text() const { return arena_->text; }

  // The value of an integer; 0 for any other type.
  std::int64_t integer() const {
    return type() == ReplyType::kInteger ? node().value : 0;
  }

  // The number of an array's elements; 0 for any other type.
  std::size_t size() const { return type() == ReplyType::kArray ? node().size : 0; }

  // Nil beyond the last element, and for any other type: whoever answers may answer in
  // any shape.
  Reply operator[](std::size_t i) const {
    return i < size() ? Reply(*arena_, node().begin() + i) : Nil();
  }

 private:
  friend class Replies;

  static Reply Nil();

  bool has_text() const {
    return type() == ReplyType::kString || type() == ReplyType::kStatus || is_error();
  }
  const ReplyArena::Node& node() const { return arena_->nodes[node_]; }

  const ReplyArena* arena_;
  std::size_t node_;
};

// The replies to one batch, one for each command, in order.
class Replies {
 public:
  explicit Replies(const ReplyArena& arena) : arena_(&arena) {}

  std::size_t size() const { return arena_->replies.size(); }

  // Nil beyond the last.
  Reply operator[](std::size_t i) const {
    return i < size() ? Reply(*arena_, arena_->replies[i]) : Reply::Nil();
  }

 private:
  const ReplyArena* arena_;
};

// Throws RedisError (kErrorReply) that names the command if the reply is an error.
void ThrowIfError(Reply reply, std::string_view command);

// The same for the text of an error reply.
[[noreturn]] void ThrowErrorReply(std::string_view error, std::string_view command);

// Throws RedisError (kErrorReply) that names the command unless its reply fits: has
// the shape that Redis documents.
void ThrowUnless(bool fits, std::string_view command);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_REPLY_H_
