#include "redis/tls_options.h"

#include <gtest/gtest.h>

namespace redline::redis {
namespace {

using Verify = TlsOptions::Verify;

TEST(TlsOptions, ReadsTheNamesThatItGives) {
  for (const auto verify : {Verify::kNone, Verify::kCa, Verify::kFull}) {
    EXPECT_EQ(ParseVerify(NameOf(verify)), verify);
  }
  EXPECT_EQ(NameOf(Verify::kFull), "full");
}

TEST(TlsOptions, ReadsNoOtherName) {
  for (const auto* text : {"", "Full", "full ", "peer"}) {
    EXPECT_FALSE(ParseVerify(text)) << text;
  }
}

}  // namespace
}  // namespace redline::redis
