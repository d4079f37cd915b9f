#include "redis/error_class.h"

#include <array>

namespace redline::redis {
namespace {

struct Row {
  std::string_view name;
  bool may_heal;
  std::string_view way_out = {};
};

// By value of the class.
constexpr std::array<Row, kErrorClassCount> kRows = {{
    {"other", false},
    {"connection lost", true},
    {"LOADING", true},
    {"BUSY", true},
    {"READONLY", true, "It is a replica: give the URL of its master."},
    {"MASTERDOWN", true, "It is a replica: give the URL of its master."},
    {"TRYAGAIN", true},
    {"CLUSTERDOWN", true},
    {"NOSCRIPT", true},
    {"max clients", true},
    {"OOM", false, "Raise its maxmemory, or ask for less (rate, duration, payload)."},
    {"MISCONF", false, "It cannot save to its disk: its log says why."},
    {"NOAUTH", false},
    {"NOPERM", false, "Allow its user these commands and keys."},
    {"WRONGTYPE", false},
    {"EXECABORT", false},
    {"NOREPLICAS", true,
     "Fewer replicas follow it than its min-replicas-to-write asks for: look after them, "
     "or lower that."},
    {"UNBLOCKED", true},
    {"proxy", true, "The proxy there does not reach the Redis behind it."},
    {"cluster", false,
     "It is a node of a cluster, and the keys of a task lie on several nodes: test a "
     "Redis that stands alone."},
}};
static_assert(static_cast<std::size_t>(ErrorClass::kCluster) + 1 == kErrorClassCount);

// Replies that do not begin with the name of their class.
struct Beginning {
  std::string_view text;
  ErrorClass error_class;
};
constexpr Beginning kBeginnings[] = {
    {"ERR max number of clients", ErrorClass::kMaxClients},
    {"WRONGPASS ", ErrorClass::kNoAuth},
    {"MOVED ", ErrorClass::kCluster},
    {"ASK ", ErrorClass::kCluster},
    {"CROSSSLOT ", ErrorClass::kCluster},
    // What a replica of Valkey says instead of READONLY, to clients that ask for it.
    {"REDIRECT ", ErrorClass::kReadOnly},
    {"NOMASTERLINK ", ErrorClass::kMasterDown},
    // Envoy's.
    {"no upstream host", ErrorClass::kUpstream},
    {"upstream failure", ErrorClass::kUpstream},
    {"upstream protocol error", ErrorClass::kUpstream},
    // Twemproxy's: the system's words for what happened to its own connection.
    {"ERR Connection refused", ErrorClass::kUpstream},
    {"ERR Connection reset by peer", ErrorClass::kUpstream},
    {"ERR Connection timed out", ErrorClass::kUpstream},
    {"ERR Host is down", ErrorClass::kUpstream},
    {"ERR No route to host", ErrorClass::kUpstream},
};

const Row& RowOf(ErrorClass error_class) {
  const auto index = static_cast<std::size_t>(error_class);
  return kRows[index < kErrorClassCount ? index : 0];
}

// The error inside of a reply that wraps another one, or nothing.
std::string_view Cause(std::string_view reply) {
  struct Wrapping {
    std::string_view begin;
    std::string_view before_cause;
  };
  static constexpr Wrapping kWrappings[] = {
      {"EXECABORT ", "because of: "},
      // Redis before version 7; later ones give the error of a script as it is.
      {"ERR Error running script", ": -"},
  };
  for (const auto& [begin, before_cause] : kWrappings) {
    if (!reply.starts_with(begin)) continue;
    const auto at = reply.find(before_cause);
    if (at != std::string_view::npos) return reply.substr(at + before_cause.size());
  }
  return {};
}

}  // namespace

ErrorClass ClassifyReply(std::string_view reply) {
  if (const auto cause = Cause(reply); !cause.empty()) return ClassifyReply(cause);
  for (const auto& [text, error_class] : kBeginnings) {
    if (reply.starts_with(text)) return error_class;
  }
  const auto word = reply.substr(0, reply.find(' '));
  for (std::size_t i = 0; i < kErrorClassCount; ++i) {
    if (kRows[i].name == word) return static_cast<ErrorClass>(i);
  }
  return ErrorClass::kOther;
}

ErrorClass Classify(const RedisError& error) {
  if (!error.reply().empty()) return ClassifyReply(error.reply());
  switch (error.kind()) {
    case RedisError::Kind::kUnreachable:
    case RedisError::Kind::kConnectionLost:
      return ErrorClass::kConnectionLost;
    default:
      return ErrorClass::kOther;
  }
}

std::string_view NameOf(ErrorClass error_class) { return RowOf(error_class).name; }

std::string_view WayOutOf(ErrorClass error_class) { return RowOf(error_class).way_out; }

bool MayHeal(ErrorClass error_class) { return RowOf(error_class).may_heal; }

bool MayHeal(const RedisError& error) {
  switch (error.kind()) {
    case RedisError::Kind::kUnreachable:
    case RedisError::Kind::kNotReady:
    case RedisError::Kind::kConnectionLost:
      return true;
    case RedisError::Kind::kErrorReply:
      return MayHeal(Classify(error));
    case RedisError::Kind::kMisconfigured:
    case RedisError::Kind::kCancelled:
      return false;
  }
  return false;
}

bool NeedsReopening(const RedisError& error) {
  if (error.kind() != RedisError::Kind::kErrorReply) return true;
  switch (Classify(error)) {
    case ErrorClass::kReadOnly:
    case ErrorClass::kMasterDown:
    case ErrorClass::kNoReplicas:
    case ErrorClass::kUnblocked:
      return true;
    default:
      return false;
  }
}

}  // namespace redline::redis
