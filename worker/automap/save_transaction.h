// The commands that save one object, as a transaction that leaves in one write: MULTI,
// the commands, EXEC.
//
// Meant to be kept and used again. Used by one thread.
#ifndef REDLINE_WORKER_AUTOMAP_SAVE_TRANSACTION_H_
#define REDLINE_WORKER_AUTOMAP_SAVE_TRANSACTION_H_

#include <boost/asio/awaitable.hpp>
#include <string_view>
#include <vector>

#include "redis/command_batch.h"
#include "redis/command_channel.h"

namespace redline::automap {

class SaveTransaction {
 public:
  // Starts anew.
  void Begin();

  // The batch to which the caller adds exactly one command of this name, which is a
  // string literal.
  redis::CommandBatch& Command(std::string_view name);

  // Executes the transaction. Throws redis::RedisError that names the command which Redis
  // refused or which failed; Redis has then carried out none, or all but those that
  // failed, respectively.
  boost::asio::awaitable<void> Commit(redis::CommandChannel& channel);

 private:
  redis::CommandBatch batch_;
  std::vector<std::string_view> names_;
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_SAVE_TRANSACTION_H_
