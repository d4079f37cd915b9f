#include "worker/describe/description_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "shm/segment_layout.h"

namespace redline::worker {
namespace {

using ::testing::ElementsAre;

TEST(DescriptionJson, KeepsARequest) {
  const auto request = ReadRequest(
      ToJson({.name = "file:a.task", .text = "task:\n  GET \"ä\"", .parameters = "n=1"}));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->name, "file:a.task");
  EXPECT_EQ(request->text, "task:\n  GET \"ä\"");
  EXPECT_EQ(request->parameters, "n=1");
}

TEST(DescriptionJson, KeepsADescription) {
  const auto answer =
      ReadAnswer(ToJson(WorkloadDescription{.name = "cart",
                                            .steps = {"read", "save"},
                                            .needs_redis = true,
                                            .round_trips = 2.25,
                                            .prepares_by_itself = true,
                                            .needs_own_connection = true}));
  ASSERT_TRUE(answer && answer->description);
  EXPECT_EQ(answer->segment_version, shm::kSegmentVersion);
  EXPECT_EQ(answer->description->name, "cart");
  EXPECT_THAT(answer->description->steps, ElementsAre("read", "save"));
  EXPECT_TRUE(answer->description->needs_redis);
  EXPECT_EQ(answer->description->round_trips, 2.25);
  EXPECT_TRUE(answer->description->prepares_by_itself);
  EXPECT_TRUE(answer->description->needs_own_connection);
}

TEST(DescriptionJson, KeepsARefusal) {
  const auto answer = ReadAnswer(RefusalToJson("a.task:1:2: no"));
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->description);
  EXPECT_EQ(answer->refusal, "a.task:1:2: no");
}

TEST(DescriptionJson, WithStepsThatNoTaskCanHaveIsARefusal) {
  const auto refusal_of = [](std::vector<std::string> steps) {
    const auto answer = ReadAnswer(
        ToJson(WorkloadDescription{.name = "cart", .steps = std::move(steps)}));
    return answer && !answer->description ? answer->refusal : "none";
  };
  EXPECT_EQ(
      refusal_of({"read", "fn:a_name_of_24_characters"}),
      "The steps of the workload \"cart\" cannot be used: expected a step's name of "
      "at most 23 characters, but found \"fn:a_name_of_24_characters\".");
  EXPECT_EQ(
      refusal_of({"1", "2", "3", "4", "5"}),
      "The steps of the workload \"cart\" cannot be used: expected at most 4 steps, "
      "but found one more, \"5\".");
}

TEST(DescriptionJson, OfAnotherVersionTellsTheVersionAndNoMore) {
  const auto answer = ReadAnswer(R"({"segment_version":99,"steps":"renamed"})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->segment_version, 99U);
  EXPECT_FALSE(answer->description);
}

TEST(DescriptionJson, TakesNothingElseForAnAnswer) {
  const std::string version =
      "{\"segment_version\":" + std::to_string(shm::kSegmentVersion);
  for (const std::string& text :
       {std::string(), std::string("hello"), std::string("[]"), std::string("{}"),
        version + "}", version + R"(,"name":"a","steps":[],"round_trips":"1"})",
        version + R"(,"name":"a","steps":[1],"round_trips":1})"}) {
    EXPECT_FALSE(ReadAnswer(text)) << text;
  }
  EXPECT_FALSE(ReadRequest("{}"));
}

}  // namespace
}  // namespace redline::worker
