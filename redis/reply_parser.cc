#include "redis/reply_parser.h"

#include <cstdint>
#include <exception>
#include <limits>
#include <new>
#include <string>
#include <utility>

#include "redis/redis_error.h"
#include "redis/resp.h"

namespace redline::redis {
namespace {

// The nodes of an array are made when its head is read. A head that promises more than
// this is refused rather than given gigabytes of memory.
constexpr int kMaxArraySize = 1 << 24;

// The "pointer to an object" for hiredis is a node's index plus one, because null means
// out of memory.
void* ToObject(std::size_t node) { return reinterpret_cast<void*>(node + 1); }
std::size_t ToNode(void* object) { return reinterpret_cast<std::uintptr_t>(object) - 1; }

// hiredis 1 also reads RESP3, which we never ask for.
bool IsResp2(int type) {
  switch (type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_ARRAY:
    case REDIS_REPLY_INTEGER:
    case REDIS_REPLY_STATUS:
    case REDIS_REPLY_ERROR:
      return true;
    default:
      return false;
  }
}

// hiredis is C: no exception may pass through it.
template <typename Fill>
void* Create(const redisReadTask* task, Fill fill) {
  if (!IsResp2(task->type)) return nullptr;
  try {
    auto& arena = *static_cast<ReplyArena*>(task->privdata);
    std::size_t node;
    if (task->parent != nullptr) {
      node = arena.nodes[ToNode(task->parent->obj)].begin() +
             static_cast<std::size_t>(task->idx);
    } else {
      node = arena.nodes.size();
      arena.nodes.emplace_back();
    }
    fill(arena, node);
    return ToObject(node);
  } catch (const std::exception&) {
    return nullptr;
  }
}

ReplyType TextType(int type) {
  switch (type) {
    case REDIS_REPLY_STATUS:
      return ReplyType::kStatus;
    case REDIS_REPLY_ERROR:
      return ReplyType::kError;
    default:
      return ReplyType::kString;
  }
}

void AppendAsBulk(std::string& out, const redisReadTask& task, std::string_view text) {
  if (task.type == REDIS_REPLY_STRING) {
    // hiredis reads a bulk string as a whole, and none whose length is spelled otherwise
    // ("$007"), so its head and end stand around the text; except for the '$', which it
    // reads apart and may have dropped already.
    out += '$';
    out.append(BulkAround(text).substr(1));
  } else {
    AppendBulk(out, text);
  }
}

void* CreateString(const redisReadTask* task, char* text, size_t size) {
  if (size > std::numeric_limits<std::uint32_t>::max()) return nullptr;
  return Create(task, [&](ReplyArena& arena, std::size_t node) {
    AppendAsBulk(*arena.text, *task, {text, size});
    const std::size_t begin = arena.text->size() - kBulkEnd - size;
    arena.nodes[node] = {.value = static_cast<std::int64_t>(begin),
                         .size = static_cast<std::uint32_t>(size),
                         .type = TextType(task->type)};
  });
}

// hiredis 0.14 counts in int, hiredis 1 in size_t.
template <typename Size>
void* CreateArray(const redisReadTask* task, Size size) {
  if (std::cmp_less(size, 0) || std::cmp_greater(size, kMaxArraySize)) return nullptr;
  return Create(task, [&](ReplyArena& arena, std::size_t node) {
    const std::size_t first = arena.nodes.size();
    arena.nodes[node] = {.value = static_cast<std::int64_t>(first),
                         .size = static_cast<std::uint32_t>(size),
                         .type = ReplyType::kArray};
    arena.nodes.resize(first + static_cast<std::size_t>(size));
  });
}

void* CreateInteger(const redisReadTask* task, long long value) {
  return Create(task, [&](ReplyArena& arena, std::size_t node) {
    arena.nodes[node] = {.value = value, .size = 0, .type = ReplyType::kInteger};
  });
}

void* CreateNil(const redisReadTask* task) {
  return Create(task,
                [](ReplyArena& arena, std::size_t node) { arena.nodes[node] = {}; });
}

// The arena owns all nodes, so there is no function that frees one.
template <typename Functions>
Functions MakeFunctions() {
  Functions functions{};
  functions.createString = CreateString;
  functions.createArray = CreateArray;
  functions.createInteger = CreateInteger;
  functions.createNil = CreateNil;
  // Without these, hiredis 1 gives its own constants out for objects.
  if constexpr (requires { functions.createDouble; }) {
    functions.createDouble = [](const redisReadTask*, double, char*,
                                std::size_t) -> void* { return nullptr; };
    functions.createBool = [](const redisReadTask*, int) -> void* { return nullptr; };
  }
  return functions;
}

redisReplyObjectFunctions functions = MakeFunctions<redisReplyObjectFunctions>();

}  // namespace

ReplyParser::ReplyParser() : reader_(MakeReader()) {}

ReplyParser::Reader ReplyParser::MakeReader() {
  Reader reader(redisReaderCreateWithFunctions(&functions));
  if (reader == nullptr) throw std::bad_alloc();
  // Otherwise hiredis gives its buffer back after each reply above 16 KiB.
  reader->maxbuf = 0;
  return reader;
}

void ReplyParser::Feed(std::string_view bytes) {
  redisReaderFeed(reader_.get(), bytes.data(), bytes.size());
}

bool ReplyParser::Next(ReplyArena& arena) {
  // hiredis hands it on to the parts of a reply from when it begins it.
  reader_->privdata = &arena;
  void* reply = nullptr;
  if (redisReaderGetReply(reader_.get(), &reply) != REDIS_OK) {
    // So hiredis calls all that the functions above refuse.
    const bool refused = reader_->err == REDIS_ERR_OOM;
    throw RedisError(RedisError::Kind::kConnectionLost,
                     std::string("The answer is not what a Redis sends (") +
                         (refused ? "too large, or not of RESP2" : reader_->errstr) +
                         "): check that the URL names a Redis server.");
  }
  if (reply == nullptr) return false;
  arena.replies.push_back(ToNode(reply));
  return true;
}

void ReplyParser::Reset() { reader_ = MakeReader(); }

}  // namespace redline::redis
