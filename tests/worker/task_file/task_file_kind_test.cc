#include "worker/task_file/task_file_kind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "worker/task/workload_description.h"
#include "worker/task/workload_kind.h"

namespace redline::worker {
namespace {

using ::testing::ElementsAre;

WorkloadDescription Describe(std::string_view text, std::string_view parameters = "") {
  return ReadTaskFile(
             {.name = "file:shop/cart.task", .text = text, .parameters = parameters})
      ->description();
}

TEST(TaskFileKind, DescribesItsTask) {
  const WorkloadDescription description = Describe(
      "prepare 5 times: SET {seq} 1\ntask:\n  step read: GET 1\n  step save: SET 1 2");
  EXPECT_EQ(description.name, "file:shop/cart.task");
  EXPECT_THAT(description.steps, ElementsAre("read", "save"));
  EXPECT_TRUE(description.needs_redis);
  EXPECT_EQ(description.round_trips, 2);
  EXPECT_TRUE(description.prepares_by_itself);
  EXPECT_FALSE(description.needs_own_connection);
  EXPECT_EQ(description.bytes_stored, nullptr);
  EXPECT_FALSE(description.stores_buildings);
}

TEST(TaskFileKind, PreparesNothingByItselfWithoutAPreparation) {
  EXPECT_FALSE(Describe("task: PING").prepares_by_itself);
}

TEST(TaskFileKind, NeedsAConnectionOfItsOwnToWatch) {
  EXPECT_TRUE(Describe("task:\n  watch a\n  MULTI | GET a | EXEC").needs_own_connection);
}

TEST(TaskFileKind, TakesParamsInPlaceOfTheFiles) {
  const std::string_view text = "param n = 3\ntask: repeat n times: PING";
  EXPECT_EQ(Describe(text).round_trips, 3);
  EXPECT_EQ(Describe(text, "n=1e1").round_trips, 10);
}

TEST(TaskFileKind, ReadsFilesOfAnyLineEnds) {
  EXPECT_EQ(Describe("task:\r\n  PING\r\n\r\n  PING\r\n").round_trips, 2);
}

TEST(TaskFileKind, ReadsTheFileOfThePage) {
  const WorkloadDescription description = Describe(
      "# A web shop: people look at their carts, and sometimes change them.\n"
      "param users = 100000                      # --param=users=1e6 replaces it\n"
      "keys cart: recent                         # how the names of our own keys begin\n"
      "\n"
      "prepare users times:\n"
      "  HSET cart:{seq} total 0 note {text(200)}\n"
      "\n"
      "task:\n"
      "  user = zipf(1, users, 0.99)             # few are busy, many are not\n"
      "  step read: HGETALL cart:{user}  expect size >= 2\n"
      "  30%: step save:\n"
      "    MULTI | HSET cart:{user} note {text(normal(200, 50))} | EXPIRE cart:{user} "
      "3600 "
      "| EXEC\n"
      "    LPUSH recent {user} | LTRIM recent 0 99\n");
  EXPECT_THAT(description.steps, ElementsAre("read", "save"));
  EXPECT_DOUBLE_EQ(description.round_trips, 1.6);
}

}  // namespace
}  // namespace redline::worker
