#include "redis/error_class.h"

#include <array>

namespace redline::redis {
namespace {

struct Row {
  std::string_view name;
  bool may_heal;
};

// By value of the class.
constexpr std::array<Row, kErrorClassCount> kRows = {{
    {"other", false},
    {"connection lost", true},
    {"LOADING", true},
    {"BUSY", true},
    {"READONLY", true},
    {"MASTERDOWN", true},
    {"TRYAGAIN", true},
    {"CLUSTERDOWN", true},
    {"NOSCRIPT", true},
    {"max clients", true},
    {"OOM", false},
    {"MISCONF", false},
    {"NOAUTH", false},
    {"NOPERM", false},
    {"WRONGTYPE", false},
    {"EXECABORT", false},
}};
static_assert(static_cast<std::size_t>(ErrorClass::kExecAbort) + 1 == kErrorClassCount);

constexpr std::string_view kMaxClients = "ERR max number of clients";
constexpr std::string_view kWrongPassword = "WRONGPASS";

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
  if (reply.starts_with(kMaxClients)) return ErrorClass::kMaxClients;
  const auto word = reply.substr(0, reply.find(' '));
  if (word == kWrongPassword) return ErrorClass::kNoAuth;
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

}  // namespace redline::redis
