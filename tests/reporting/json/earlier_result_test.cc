// Results that redline 0.5.0 wrote, of a fleet and of a run alone. Their files are never
// renewed: whatever a result is read, rendered and compared by has to take them.
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <string>

#include "reporting/compare/comparison.h"
#include "reporting/compare/comparison_report.h"
#include "reporting/json/json_report.h"
#include "reporting/json/result_file.h"
#include "reporting/text/text_report.h"
#include "tests/reporting/golden.h"

namespace redline::reporting {
namespace {

using rapidjson::Value;
using testing::ExpectGolden;

std::string PathOf(const std::string& name) {
  return "tests/reporting/testdata/" + name + ".json";
}

Side SideOf(const std::string& side, const std::string& name) {
  return {
      .name = side, .files = {name + ".json"}, .results = {ReadResultFile(PathOf(name))}};
}

class EarlierResult : public ::testing::TestWithParam<std::string> {};

// That each value is there again; later versions may add members.
void ExpectKept(const Value& value, const Value* again, const std::string& path) {
  ASSERT_NE(again, nullptr) << path;
  if (value.IsObject() && again->IsObject()) {
    for (const auto& member : value.GetObject()) {
      const auto found = again->FindMember(member.name);
      ExpectKept(member.value, found == again->MemberEnd() ? nullptr : &found->value,
                 path + "." + member.name.GetString());
    }
  } else if (value.IsArray() && again->IsArray() && value.Size() == again->Size()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      ExpectKept(value[i], &(*again)[i], path + "[" + std::to_string(i) + "]");
    }
  } else {
    EXPECT_EQ(value, *again) << path;
  }
}

TEST_P(EarlierResult, IsWrittenAgainWithAllThatItHad) {
  rapidjson::Document file;
  file.Parse(ReadFile(PathOf(GetParam())).c_str());
  rapidjson::Document again;
  again.Parse(ToJson(ReadResultFile(PathOf(GetParam()))).c_str());
  ASSERT_TRUE(file.IsObject());
  ExpectKept(file, &again, "");
}

TEST_P(EarlierResult, IsRenderedAsBefore) {
  ExpectGolden(GetParam() + "_text", FinalReport(ReadResultFile(PathOf(GetParam()))));
}

INSTANTIATE_TEST_SUITE_P(Of, EarlierResult,
                         ::testing::Values("fleet_0_5_0", "run_0_5_0"));

TEST(EarlierResults, AreComparedAsBefore) {
  const Comparison comparison =
      Compare({SideOf("A", "fleet_0_5_0"), SideOf("B", "run_0_5_0")});
  ExpectGolden("comparison_0_5_0_text", ComparisonText(comparison, {}));
}

}  // namespace
}  // namespace redline::reporting
