#include "reporting/page/chart_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <optional>

namespace redline::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

rapidjson::Document Parsed(const Chart& chart) {
  rapidjson::Document data;
  data.Parse(ChartData({chart}).c_str());
  EXPECT_FALSE(data.HasParseError());
  return data;
}

TEST(ChartData, HasNullForAGap) {
  const rapidjson::Document data =
      Parsed({.x = {1, 2}, .views = {{.series = {{.y = {std::nullopt, 7}}}}}});
  const auto& y = data[0]["views"][0]["series"][0]["y"];
  EXPECT_TRUE(y[0].IsNull());
  EXPECT_EQ(y[1].GetDouble(), 7);
}

TEST(ChartData, HasNoZeroOnALogarithmicAxis) {
  const rapidjson::Document data = Parsed({.y_axis = {.scale = Scale::kLogarithmic},
                                           .x = {1},
                                           .views = {{.series = {{.y = {0}}}}}});
  EXPECT_EQ(data[0]["views"][0]["series"][0]["y"][0].GetDouble(), 0.001);
}

TEST(ChartData, CannotEndItsScriptElement) {
  const Chart chart{.id = "id", .views = {{.series = {{.name = "</script>"}}}}};
  EXPECT_THAT(ChartData({chart}), Not(HasSubstr("<")));
  const rapidjson::Document data = Parsed(chart);
  EXPECT_STREQ(data[0]["views"][0]["series"][0]["name"].GetString(), "</script>");
}

TEST(ChartData, NamesABandAndLeavesOutTheShadeThatItHasNot) {
  const rapidjson::Document data =
      Parsed({.bands = {{.from = 0, .to = 4, .name = "stage 1"},
                        {.colour = "grey", .from = 4, .to = 8.5, .name = "stage 2"}}});
  const auto& bands = data[0]["bands"];
  ASSERT_EQ(bands.Size(), 2U);
  EXPECT_FALSE(bands[0].HasMember("colour"));
  EXPECT_STREQ(bands[0]["name"].GetString(), "stage 1");
  EXPECT_STREQ(bands[1]["colour"].GetString(), "grey");
  EXPECT_EQ(bands[1]["to"].GetDouble(), 8.5);
}

}  // namespace
}  // namespace redline::reporting
