#include "worker/task/script_loader.h"

#include <cstddef>
#include <string>

#include "redis/command_batch.h"
#include "redis/error_class.h"
#include "worker/task/sha1.h"

namespace redline::worker {
namespace {

bool TellsOfUnknownScript(redis::Reply reply) {
  return reply.is_error() &&
         redis::ClassifyReply(reply.text()) == redis::ErrorClass::kNoScript;
}

}  // namespace

boost::asio::awaitable<void> ScriptLoader::Load() {
  redis::CommandBatch batch;
  for (const std::string& script : scripts_) batch.Add({"SCRIPT", "LOAD", script});
  const redis::Replies replies = co_await channel_.Execute(batch);
  for (std::size_t i = 0; i < scripts_.size(); ++i) {
    const std::string command =
        "SCRIPT LOAD (script " + std::to_string(i + 1) + " of the task)";
    redis::ThrowIfError(replies[i], command);
    redis::ThrowUnless(replies[i].text() == Sha1Hex(scripts_[i]), command);
  }
  done_ = true;
}

void ScriptLoader::Note(redis::Replies replies) {
  if (scripts_.empty()) return;
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const redis::Reply reply = replies[i];
    bool unknown = TellsOfUnknownScript(reply);
    // EXEC's are those of a transaction.
    for (std::size_t k = 0; k < reply.size(); ++k) {
      unknown = unknown || TellsOfUnknownScript(reply[k]);
    }
    if (unknown) done_ = false;
  }
}

}  // namespace redline::worker
