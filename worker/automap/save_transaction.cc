#include "worker/automap/save_transaction.h"

#include <cstddef>

#include "redis/redis_error.h"
#include "redis/reply.h"

namespace redline::automap {

void SaveTransaction::Begin() {
  batch_.Clear();
  names_.clear();
  Command("MULTI").Add({"MULTI"});
}

redis::CommandBatch& SaveTransaction::Command(std::string_view name) {
  names_.push_back(name);
  return batch_;
}

boost::asio::awaitable<void> SaveTransaction::Commit(redis::CommandChannel& channel) {
  Command("EXEC").Add({"EXEC"});
  const redis::Replies replies = co_await channel.Execute(batch_);
  // A command that Redis refused to queue says more than the EXEC that it spoilt.
  for (std::size_t i = 0; i < names_.size(); ++i) {
    redis::ThrowIfError(replies[i], names_[i]);
  }
  const redis::Reply results = replies[names_.size() - 1];
  if (results.is_nil()) {
    throw redis::RedisError(
        redis::RedisError::Kind::kErrorReply,
        "Redis did not carry out the transaction: EXEC answered nil.");
  }
  // One for each command except MULTI and EXEC.
  redis::ThrowUnless(results.size() + 2 == names_.size(), "EXEC");
  for (std::size_t i = 0; i < results.size(); ++i) {
    redis::ThrowIfError(results[i], names_[i + 1]);
  }
}

}  // namespace redline::automap
