// Reads lists, and the lists of their items that are read with them, level by level: each
// level in one round trip.
//
// Belongs to a channel, which outlives it; used on that one's thread for one Load at a
// time.
#ifndef REDLINE_WORKER_AUTOMAP_LIST_LOADER_H_
#define REDLINE_WORKER_AUTOMAP_LIST_LOADER_H_

#include <array>
#include <boost/asio/awaitable.hpp>
#include <string_view>
#include <vector>

#include "base/enum_table.h"
#include "redis/command_batch.h"
#include "redis/command_channel.h"
#include "redis/reply.h"
#include "worker/automap/list_base.h"

namespace redline::automap {

// How the hashes of a level are read.
enum class FetchMode {
  kPipeline,  // One HGETALL for each.
  kScript,    // One Lua script for all, as the original mapper does.
};

inline constexpr std::array kFetchModes = std::to_array<EnumName<FetchMode>>(
    {{FetchMode::kPipeline, "pipeline"}, {FetchMode::kScript, "script"}});
constexpr const auto& TableOf(FetchMode) { return kFetchModes; }

// The script, and its SHA-1 by which Redis knows it (EVALSHA).
inline constexpr std::string_view kFetchScript =
    "local lists = {} for i, key in ipairs(KEYS) do lists[i] = redis.call('HGETALL', "
    "key) "
    "end return lists";
inline constexpr std::string_view kFetchScriptSha =
    "23493c11d6a42d56ff66bcf89f97161bf920aa19";

class ListLoader {
 public:
  ListLoader(redis::CommandChannel& channel, FetchMode mode)
      : channel_(channel), mode_(mode) {}

  // Fills the lists and what hangs below them. Throws redis::RedisError, MapperError.
  // NOSCRIPT is an error like any other, but the next Load gives Redis the script again.
  // REQUIRES: the lists are bound and stay where they are until then.
  boost::asio::awaitable<void> Load(std::vector<ListBase*> lists);

 private:
  void AddScriptCall(const std::vector<ListBase*>& lists);
  // The answer for each list of a level that was read by the script.
  redis::Reply ScriptAnswer(redis::Reply reply);

  redis::CommandChannel& channel_;
  const FetchMode mode_;
  // Redis probably has the script: it loses it by SCRIPT FLUSH or a restart.
  bool script_known_ = false;
  redis::CommandBatch batch_;
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_LIST_LOADER_H_
