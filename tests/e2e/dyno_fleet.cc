#include "tests/e2e/dyno_fleet.h"

#include <gtest/gtest.h>

#include <chrono>

namespace redline::testing {
namespace {

constexpr std::chrono::seconds kDeadline{30};

}  // namespace

RedlineProcess& DynoFleet::Start(const std::string& name,
                                 const std::vector<std::string>& more) {
  // So seldom that a stall of the machine at the end makes no test invalid: the last task
  // is due 200 ms before it.
  std::vector<std::string> flags = {"--fleet=" + id_,
                                    "--fleet_size=" + std::to_string(size_),
                                    "--dyno=" + name,
                                    "--redis_url=" + server_.Url(),
                                    "--num_workers=2",
                                    "--tasks_per_second=5",
                                    "--test_duration_seconds=2",
                                    "--warmup_seconds=0.5",
                                    "--report_json"};
  flags.insert(flags.end(), more.begin(), more.end());
  dynos_.push_back(std::make_unique<RedlineProcess>(
      RedlineProcess::Options{.flags = std::move(flags)}));
  return *dynos_.back();
}

void DynoFleet::StartAAndB(const std::vector<std::string>& flags) {
  Start("A", flags);
  Await("leader", "A");
  Start("B", flags);
}

std::string DynoFleet::Get(const std::string& name) const {
  std::string value = server_.Cli("get " + Key(name));
  while (!value.empty() && value.back() == '\n') value.pop_back();
  return value;
}

void DynoFleet::Await(const std::string& name, const std::string& value) const {
  ASSERT_TRUE(Eventually([&] { return Get(name) == value; }, kDeadline))
      << Key(name) << " is '" << Get(name) << "' and not '" << value << "'";
}

void DynoFleet::AwaitKey(const std::string& name) const {
  ASSERT_TRUE(Eventually(
      [&] { return server_.Cli("exists " + Key(name)).starts_with('1'); }, kDeadline))
      << "no key " << Key(name);
}

}  // namespace redline::testing
