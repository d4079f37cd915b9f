#include "worker/describe/description_json.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstddef>
#include <span>

#include "shm/segment_layout.h"
#include "worker/task/step_names.h"

namespace redline::worker {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void Text(Writer& writer, const char* name, std::string_view text) {
  writer.Key(name);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

template <class WriteMembers>
std::string Object(const WriteMembers& write_members) {
  rapidjson::StringBuffer out;
  Writer writer(out);
  writer.StartObject();
  write_members(writer);
  writer.EndObject();
  return {out.GetString(), out.GetSize()};
}

template <class WriteMembers>
std::string Answer(const WriteMembers& write_members) {
  return Object([&](Writer& writer) {
    writer.Key("segment_version");
    writer.Uint64(shm::kSegmentVersion);
    write_members(writer);
  });
}

std::optional<rapidjson::Document> ReadObject(std::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return std::nullopt;
  return document;
}

std::optional<std::string> TextOf(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) return std::nullopt;
  return std::string(member->value.GetString(), member->value.GetStringLength());
}

bool IsTrue(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  return member != object.MemberEnd() && member->value.IsTrue();
}

std::optional<WorkloadDescription> DescriptionIn(const rapidjson::Value& object) {
  const auto name = TextOf(object, "name");
  const auto steps = object.FindMember("steps");
  const auto round_trips = object.FindMember("round_trips");
  if (!name || steps == object.MemberEnd() || !steps->value.IsArray() ||
      round_trips == object.MemberEnd() || !round_trips->value.IsNumber()) {
    return std::nullopt;
  }
  WorkloadDescription description{
      .name = *name,
      .steps = {},
      .needs_redis = IsTrue(object, "needs_redis"),
      .round_trips = round_trips->value.GetDouble(),
      .prepares_by_itself = IsTrue(object, "prepares_by_itself"),
      .needs_own_connection = IsTrue(object, "needs_own_connection")};
  for (const rapidjson::Value& step : steps->value.GetArray()) {
    if (!step.IsString()) return std::nullopt;
    description.steps.emplace_back(step.GetString(), step.GetStringLength());
  }
  return description;
}

// Why a workload of these steps cannot be used, as a sentence; empty if it can.
std::string RefusalOfSteps(const WorkloadDescription& description) {
  const std::span<const std::string> steps = description.steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (const auto wrong = CheckStepName(steps[i], steps.first(i))) {
      return "The steps of the workload \"" + description.name +
             "\" cannot be used: expected " + wrong->expected + ", but found " +
             wrong->found + ".";
    }
  }
  return {};
}

}  // namespace

std::string ToJson(const WorkloadRequest& request) {
  return Object([&](Writer& writer) {
    Text(writer, "name", request.name);
    Text(writer, "text", request.text);
    Text(writer, "parameters", request.parameters);
  });
}

std::optional<OwnedRequest> ReadRequest(std::string_view json) {
  const auto document = ReadObject(json);
  if (!document) return std::nullopt;
  const auto name = TextOf(*document, "name");
  if (!name) return std::nullopt;
  return OwnedRequest{.name = *name,
                      .text = TextOf(*document, "text").value_or(""),
                      .parameters = TextOf(*document, "parameters").value_or("")};
}

std::string ToJson(const WorkloadDescription& description) {
  return Answer([&](Writer& writer) {
    Text(writer, "name", description.name);
    writer.Key("steps");
    writer.StartArray();
    for (const std::string& step : description.steps) {
      writer.String(step.data(), static_cast<rapidjson::SizeType>(step.size()));
    }
    writer.EndArray();
    writer.Key("needs_redis");
    writer.Bool(description.needs_redis);
    writer.Key("round_trips");
    writer.Double(description.round_trips);
    writer.Key("prepares_by_itself");
    writer.Bool(description.prepares_by_itself);
    writer.Key("needs_own_connection");
    writer.Bool(description.needs_own_connection);
  });
}

std::string RefusalToJson(std::string_view sentence) {
  return Answer([&](Writer& writer) { Text(writer, "refusal", sentence); });
}

std::optional<DescriptionAnswer> ReadAnswer(std::string_view json) {
  const auto document = ReadObject(json);
  if (!document) return std::nullopt;
  const auto version = document->FindMember("segment_version");
  if (version == document->MemberEnd() || !version->value.IsUint64()) return std::nullopt;
  DescriptionAnswer answer{.segment_version = version->value.GetUint64(),
                           .description = std::nullopt,
                           .refusal = {}};
  if (answer.segment_version != shm::kSegmentVersion) return answer;
  answer.refusal = TextOf(*document, "refusal").value_or("");
  answer.description = DescriptionIn(*document);
  if (answer.refusal.empty() && !answer.description) return std::nullopt;
  if (!answer.description) return answer;
  answer.refusal = RefusalOfSteps(*answer.description);
  if (!answer.refusal.empty()) answer.description.reset();
  return answer;
}

}  // namespace redline::worker
