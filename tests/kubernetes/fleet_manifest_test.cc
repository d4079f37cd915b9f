// scripts/kubernetes/fleet.yaml: Kubernetes would take it, and its pods are a fleet.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/pointer.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/redline_process.h"
#include "tests/kubernetes/manifest.h"
#include "tests/testing/certificates.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using testing::Certificates;
using testing::ContentOf;
using ::testing::ElementsAre;
using testing::EnvironmentOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Manifest;
using ::testing::Not;
using testing::ReadManifest;
using testing::RedisServer;
using testing::RedlineProcess;
using ::testing::UnorderedElementsAre;

std::string ManifestText() { return ContentOf("scripts/kubernetes/fleet.yaml"); }

// The text with a part of it replaced.
std::string With(const std::string& part, const std::string& other) {
  std::string text = ManifestText();
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return at == std::string::npos ? text : text.replace(at, part.size(), other);
}

const rapidjson::Value& Job() {
  static const Manifest manifest = ReadManifest(ManifestText());
  return manifest.objects.GetArray()[0];
}

// The text of the value at a path below the Job's spec; empty if there is none.
std::string At(const std::string& path) {
  const rapidjson::Value* value = rapidjson::Pointer(("/spec" + path).c_str()).Get(Job());
  if (value == nullptr) return "";
  return value->IsString() ? value->GetString() : std::to_string(value->GetInt());
}

// The environment that the pod of this index of a Job sees; but for the port of its
// metrics, since all pods are on one machine here.
std::map<std::string, std::string> Environment(int index = 0,
                                               const std::string& job_uid = "1",
                                               const std::string& url = "redis://h") {
  auto environment = EnvironmentOf(
      Job(),
      {.index = index, .job_uid = job_uid, .secrets = {{"redline/REDIS_URL", url}}});
  environment["METRICS_LISTEN"] = "127.0.0.1:0";
  return environment;
}

TEST(FleetManifest, IsWhatKubernetesTakes) {
  const Manifest manifest = ReadManifest(ManifestText());
  EXPECT_THAT(manifest.errors, IsEmpty());
  ASSERT_EQ(manifest.objects.Size(), 1U);
  EXPECT_STREQ(manifest.objects[0]["apiVersion"].GetString(), "batch/v1");
  EXPECT_STREQ(manifest.objects[0]["kind"].GetString(), "Job");
}

TEST(FleetManifest, WouldNotBeTakenWithAMistakeInIt) {
  const std::string separator = "\n---\n";
  const Manifest manifest = ReadManifest(
      With("backoffLimitPerIndex:", "backofLimitPerIndex:") + separator +
      With("- name: NUM_WORKERS", "- nme: NUM_WORKERS") + separator +
      With("value: \"28\"", "value: 28") + separator +
      With("completions: 2", "completions: two") + separator +
      With("drop: [ALL]", "drop: ALL") + separator + With("value: /tmp", "value: on") +
      separator + With("parallelism: 2", "completions: 2") + separator +
      With("kind: Job", "kind: Jobs"));
  EXPECT_THAT(
      manifest.errors,
      UnorderedElementsAre(
          HasSubstr("'\"backofLimitPerIndex\"' does not exist in type 'JobSpec'"),
          HasSubstr("'\"nme\"' does not exist in type 'EnvVar'"),
          HasSubstr("\"value\": 28: Type 'number' is not assignable to type 'string'"),
          HasSubstr("\"completions\": \"two\",: Type 'string' is not assignable to type "
                    "'number'"),
          HasSubstr("\"drop\": \"ALL\": Type 'string' is not assignable"),
          HasSubstr("\"value\": true: Type 'boolean' is not assignable to type 'string'"),
          HasSubstr("Map keys must be unique"), HasSubstr("'Jobs'")));
}

TEST(FleetManifest, SaysTheFleetsSizeThreeTimesAlike) {
  const std::string size = Environment().at("FLEET_SIZE");
  EXPECT_EQ(At("/completions"), size);
  EXPECT_EQ(At("/parallelism"), size);
}

TEST(FleetManifest, RunsEachDynoOnceAndToItsEnd) {
  EXPECT_EQ(At("/completionMode"), "Indexed");
  EXPECT_EQ(At("/template/spec/restartPolicy"), "Never");
  EXPECT_EQ(At("/podReplacementPolicy"), "Failed");
  EXPECT_EQ(At("/backoffLimitPerIndex"), "0");
  // Either would end the other dynos with the first one that fails.
  EXPECT_EQ(At("/backoffLimit"), "");
  EXPECT_EQ(At("/maxFailedIndexes"), "");
}

TEST(FleetManifest, OpensThePortThatServesMetrics) {
  const auto pod = EnvironmentOf(
      Job(),
      {.index = 0, .job_uid = "1", .secrets = {{"redline/REDIS_URL", "redis://h"}}});
  const std::string container = "/template/spec/containers/0";
  EXPECT_EQ(At(container + "/ports/0/name"), "metrics");
  EXPECT_EQ(pod.at("METRICS_LISTEN"),
            "0.0.0.0:" + At(container + "/ports/0/containerPort"));
}

TEST(FleetManifest, TakesTheUrlOfRedisFromASecretOnly) {
  EXPECT_THAT(ManifestText(), Not(HasSubstr("redis://")));
  EXPECT_EQ(Environment().at("REDIS_URL"), "redis://h");
}

// Supervisors with the environments of the manifest's pods, on a Redis of the test's.
class FleetManifestPods : public ::testing::Test {
 protected:
  // The pods of a Job; with flags of a shorter test than the manifest's.
  std::vector<std::unique_ptr<RedlineProcess>> Start(
      const std::string& job_uid, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> flags = {
        "--num_workers=2",      "--tasks_per_second=50",   "--test_duration_seconds=1",
        "--warmup_seconds=0.2", "--fleet_wait_seconds=10", "--report_json"};
    flags.insert(flags.end(), more.begin(), more.end());
    std::vector<std::unique_ptr<RedlineProcess>> pods;
    const int completions = Job()["spec"]["completions"].GetInt();
    pods.reserve(static_cast<std::size_t>(completions));
    for (int index = 0; index < completions; ++index) {
      pods.push_back(std::make_unique<RedlineProcess>(RedlineProcess::Options{
          .flags = flags, .environment = Environment(index, job_uid, server_.Url())}));
    }
    return pods;
  }
  // The names in the fleet's report, which one of them has.
  static std::vector<std::string> Dynos(
      const std::vector<std::unique_ptr<RedlineProcess>>& pods) {
    std::vector<std::string> names;
    for (const auto& pod : pods) {
      const auto json = pod->Json();
      for (const auto& dyno : json["dynos"].GetArray()) {
        names.emplace_back(dyno["name"].GetString());
      }
    }
    return names;
  }

  RedisServer server_{RedisServer::Transport::kTcp};
};

TEST_F(FleetManifestPods, AreOneFleetWithOneVerdict) {
  const auto pods = Start("b0b5f7ae-4d1c-4f0e-9d5e-0d4b8a5b1f3c");
  for (const auto& pod : pods) EXPECT_EQ(pod->Wait(), 0) << pod->Stderr();
  EXPECT_THAT(Dynos(pods), ElementsAre("dyno-0", "dyno-1"));
  EXPECT_THAT(pods[0]->Stdout() + pods[1]->Stdout(),
              AllOf(HasSubstr("status: Test succeeded"),
                    HasSubstr("fleet: All 2 dynos ran their full time")));
}

TEST_F(FleetManifestPods, FailWithTheTestAsTheJobThenDoes) {
  const auto pods = Start("1", {"--tasks_per_second=100000", "--max_worker_backlog=300"});
  for (const auto& pod : pods) EXPECT_EQ(pod->Wait(), 1) << pod->Stderr();
  EXPECT_THAT(Dynos(pods), ElementsAre("dyno-0", "dyno-1"));
}

TEST_F(FleetManifestPods, OfAnotherJobAreAnotherFleet) {
  const auto first = Start("1");
  const auto second = Start("2");
  for (const auto& pod : first) EXPECT_EQ(pod->Wait(), 0) << pod->Stderr();
  for (const auto& pod : second) EXPECT_EQ(pod->Wait(), 0) << pod->Stderr();
  EXPECT_THAT(Dynos(first), ElementsAre("dyno-0", "dyno-1"));
  EXPECT_THAT(Dynos(second), ElementsAre("dyno-0", "dyno-1"));
}

TEST_F(FleetManifestPods, CheckTheCertificateOfRedis) {
  Certificates certificates;
  const auto certificate = certificates.SelfSigned("DNS:localhost");
  const RedisServer server(RedisServer::Transport::kTls, certificate.Arguments());
  RedlineProcess pod({.flags = {"--redis_wait_seconds=1"},
                      .environment = Environment(0, "1", server.Url())});
  EXPECT_EQ(pod.Wait(20s), 3);
  EXPECT_THAT(pod.Stderr(), HasSubstr("self-signed"));
}

}  // namespace
}  // namespace redline
