#include "redis/error_class.h"

namespace redline::redis {
namespace {

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
    // A replica of Valkey says this instead of READONLY, to clients that ask for it.
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
  return ParseEnum<ErrorClass>(word).value_or(ErrorClass::kOther);
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
