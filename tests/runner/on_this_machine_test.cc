#include "runner/on_this_machine.h"

#include <gtest/gtest.h>

namespace redline::runner {
namespace {

bool Here(const char* url) { return OnThisMachine(redis::ParseRedisUrl(url)); }

TEST(OnThisMachine, AreUnixSocketsAndOurOwnNames) {
  for (const char* url :
       {"unix:///tmp/redis.sock", "redis://localhost", "redis://LocalHost:7000",
        "redis://127.0.0.1", "redis://127.1.2.3:7000", "redis://[::1]:7000"}) {
    EXPECT_TRUE(Here(url)) << url;
  }
}

TEST(OnThisMachine, IsNoOther) {
  for (const char* url : {"redis://example.com", "redis://10.0.0.1", "redis://[fe80::1]",
                          "rediss://localhost.example.com"}) {
    EXPECT_FALSE(Here(url)) << url;
  }
}

}  // namespace
}  // namespace redline::runner
