#include "redis/error_class.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace redline::redis {
namespace {

using Kind = RedisError::Kind;

TEST(ErrorClass, IsTheFirstWordOfAnErrorReply) {
  const struct {
    const char* reply;
    ErrorClass error_class;
  } kCases[] = {
      {"LOADING Redis is loading the dataset in memory", ErrorClass::kLoading},
      {"BUSY Redis is busy running a script.", ErrorClass::kBusy},
      {"READONLY You can't write against a read only replica.", ErrorClass::kReadOnly},
      {"MASTERDOWN Link with MASTER is down", ErrorClass::kMasterDown},
      {"TRYAGAIN Multiple keys request during rehashing of slot", ErrorClass::kTryAgain},
      {"CLUSTERDOWN The cluster is down", ErrorClass::kClusterDown},
      {"NOSCRIPT No matching script. Please use EVAL.", ErrorClass::kNoScript},
      {"ERR max number of clients reached", ErrorClass::kMaxClients},
      {"OOM command not allowed when used memory > 'maxmemory'.",
       ErrorClass::kOutOfMemory},
      {"MISCONF Redis is configured to save RDB snapshots", ErrorClass::kMisconf},
      {"NOAUTH Authentication required.", ErrorClass::kNoAuth},
      {"WRONGPASS invalid username-password pair", ErrorClass::kNoAuth},
      {"NOPERM this user has no permissions", ErrorClass::kNoPermission},
      {"WRONGTYPE Operation against a key", ErrorClass::kWrongType},
      {"NOREPLICAS Not enough good replicas to write.", ErrorClass::kNoReplicas},
      {"UNBLOCKED force unblock from blocking operation, instance state changed",
       ErrorClass::kUnblocked},
      {"ERR max number of clients + cluster connections reached",
       ErrorClass::kMaxClients},
      {"NOMASTERLINK Can't SYNC while not connected with my master",
       ErrorClass::kMasterDown},
      {"REDIRECT 10.0.0.1:6379", ErrorClass::kReadOnly},
      {"MOVED 3999 127.0.0.1:6381", ErrorClass::kCluster},
      {"ASK 3999 127.0.0.1:6381", ErrorClass::kCluster},
      {"CROSSSLOT Keys in request don't hash to the same slot", ErrorClass::kCluster},
      {"no upstream host", ErrorClass::kUpstream},
      {"upstream failure", ErrorClass::kUpstream},
      {"ERR Connection timed out", ErrorClass::kUpstream},
      {"ERR unknown command", ErrorClass::kOther},
      {"BUSYKEY Target key name already exists.", ErrorClass::kOther},
      {"OOM", ErrorClass::kOutOfMemory},
      {"", ErrorClass::kOther},
  };
  for (const auto& [reply, error_class] : kCases) {
    EXPECT_EQ(ClassifyReply(reply), error_class) << reply;
  }
}

TEST(ErrorClass, OfADiscardedTransactionIsThatOfItsCause) {
  EXPECT_EQ(ClassifyReply("EXECABORT Transaction discarded because of: READONLY You"),
            ErrorClass::kReadOnly);
  EXPECT_EQ(ClassifyReply("EXECABORT Transaction discarded because of previous errors."),
            ErrorClass::kExecAbort);
}

TEST(ErrorClass, OfAnErrorInsideOfAScriptIsThatOfTheError) {
  EXPECT_EQ(ClassifyReply("OOM command not allowed when used memory > 'maxmemory'. "
                          "script: f00, on @user_script:1."),
            ErrorClass::kOutOfMemory);
  EXPECT_EQ(ClassifyReply("ERR Error running script (call to f_0): @user_script:1: "
                          "@user_script: 1: -OOM command not allowed"),
            ErrorClass::kOutOfMemory);
}

TEST(ErrorClass, OfAFailureWithoutAReplyIsThatOfItsKind) {
  EXPECT_EQ(Classify(RedisError(Kind::kConnectionLost, "")), ErrorClass::kConnectionLost);
  EXPECT_EQ(Classify(RedisError(Kind::kUnreachable, "")), ErrorClass::kConnectionLost);
  EXPECT_EQ(Classify(RedisError(Kind::kMisconfigured, "")), ErrorClass::kOther);
  EXPECT_EQ(Classify(RedisError(Kind::kCancelled, "")), ErrorClass::kOther);
  EXPECT_EQ(Classify(RedisError(Kind::kErrorReply, "OOM")), ErrorClass::kOther);
  EXPECT_EQ(Classify(RedisError(Kind::kErrorReply, "", "OOM")), ErrorClass::kOutOfMemory);
}

TEST(ErrorClass, HasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kErrorClassCount; ++i) {
    names.insert(NameOf(static_cast<ErrorClass>(i)));
  }
  EXPECT_EQ(names.size(), kErrorClassCount);
  EXPECT_EQ(NameOf(ErrorClass::kOutOfMemory), "OOM");
  EXPECT_EQ(NameOf(ErrorClass::kConnectionLost), "connection lost");
}

TEST(ErrorClass, TellsWhatMayHealFromWhatCannot) {
  using enum ErrorClass;
  const std::set<ErrorClass> healing = {
      kConnectionLost, kLoading,  kBusy,       kReadOnly,   kTryAgain,  kMasterDown,
      kClusterDown,    kNoScript, kMaxClients, kNoReplicas, kUnblocked, kUpstream};
  for (std::size_t i = 0; i < kErrorClassCount; ++i) {
    const auto error_class = static_cast<ErrorClass>(i);
    EXPECT_EQ(MayHeal(error_class), healing.contains(error_class)) << NameOf(error_class);
  }
}

TEST(ErrorClass, TellsOfAFailureWhetherItMayHeal) {
  EXPECT_TRUE(MayHeal(RedisError(Kind::kUnreachable, "")));
  EXPECT_TRUE(MayHeal(RedisError(Kind::kNotReady, "", "SOMETHING new")));
  EXPECT_TRUE(MayHeal(RedisError(Kind::kConnectionLost, "")));
  EXPECT_TRUE(MayHeal(RedisError(Kind::kErrorReply, "", "NOSCRIPT No")));
  EXPECT_FALSE(MayHeal(RedisError(Kind::kErrorReply, "", "OOM no")));
  EXPECT_FALSE(MayHeal(RedisError(Kind::kMisconfigured, "")));
  EXPECT_FALSE(MayHeal(RedisError(Kind::kCancelled, "")));
}

TEST(ErrorClass, TellsWhatAFailoverMayHealOnAnotherConnectionOnly) {
  EXPECT_TRUE(NeedsReopening(RedisError(Kind::kConnectionLost, "")));
  for (const char* reply :
       {"READONLY You", "MASTERDOWN Link", "NOREPLICAS Not", "UNBLOCKED force"}) {
    EXPECT_TRUE(NeedsReopening(RedisError(Kind::kErrorReply, "", reply))) << reply;
  }
  for (const char* reply : {"LOADING Redis", "NOSCRIPT No", "BUSY Redis"}) {
    EXPECT_FALSE(NeedsReopening(RedisError(Kind::kErrorReply, "", reply))) << reply;
  }
}

}  // namespace
}  // namespace redline::redis
