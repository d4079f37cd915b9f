#include "worker/automap/list_reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace redline::automap {
namespace {

constexpr StoredAt kAt{.key_prefix = "test:", .key = "test:building:7", .field = {}};

std::string Reference(std::string_view path, ListKind kind) {
  std::string out;
  AppendReference(out, path, kind);
  return out;
}

TEST(ListReference, IsWrittenAsTheOriginalWritesIt) {
  EXPECT_EQ(Reference("building:7144:flats", ListKind::kList),
            R"("building:7144:flats {\"type\":\"hash\"}")");
  EXPECT_EQ(Reference("building:7144:visitors", ListKind::kLazyList),
            R"("building:7144:visitors {\"type\":\"hash\",\"lazy\":true}")");
  EXPECT_EQ(Reference("building:7144:mail", ListKind::kAppendList),
            R"("building:7144:mail {\"type\":\"list\",\"lazy\":true,\"append\":true}")");
}

TEST(ListReference, NamesThePathWhateverThatHolds) {
  EXPECT_EQ(ParseReference(R"(a b {c}:d {"type":"hash"})", ListKind::kList, kAt),
            "a b {c}:d");
}

TEST(ListReference, OfAnotherKindIsRefusedWithItsKey) {
  try {
    ParseReference(R"(a:b {"type":"hash"})", ListKind::kLazyList, kAt);
    FAIL() << "accepted";
  } catch (const MapperError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("key \"test:building:7\""));
    EXPECT_THAT(error.what(), ::testing::HasSubstr(R"(a:b {"type":"hash"})"));
  }
}

TEST(ListReference, WithoutAPathIsRefused) {
  EXPECT_THROW(ParseReference(R"( {"type":"hash"})", ListKind::kList, kAt), MapperError);
}

}  // namespace
}  // namespace redline::automap
