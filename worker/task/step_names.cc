#include "worker/task/step_names.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "shm/worker_vitals.h"
#include "worker/task/names.h"

namespace redline::worker {
namespace {

constexpr std::size_t kLongest =
    decltype(shm::WorkerVitals::step_names)::value_type::kMaxLength;

// Timings that every result has, by the names with which thresholds ask for them.
constexpr std::array kTimings = std::to_array<std::string_view>(
    {"queue", "task", "response", "rest", "lateness", "loop_lag", "supervisor_loop_lag"});

// As programs know it.
std::string_view Key(std::string_view name) {
  constexpr std::string_view kFunction = "fn:";
  return name.starts_with(kFunction) ? name.substr(kFunction.size()) : name;
}

// "stage2", with which the thresholds of a stage begin.
bool IsStage(std::string_view key) {
  constexpr std::string_view kStage = "stage";
  return key.starts_with(kStage) && key.size() > kStage.size() &&
         key.find_first_not_of("0123456789", kStage.size()) == std::string_view::npos;
}

// On one line of a terminal, whatever bytes it has.
std::string Quoted(std::string_view name) {
  constexpr std::size_t kMost = 60;
  std::string shown(name.substr(0, kMost));
  std::ranges::replace_if(shown, [](char c) { return c < ' ' || c > '~'; }, '?');
  return '"' + shown + (name.size() > kMost ? "...\"" : "\"");
}

}  // namespace

std::optional<WrongStepName> CheckStepName(std::string_view name,
                                           std::span<const std::string> before) {
  const std::string_view key = Key(name);
  if (before.size() >= shm::kMaxSteps) {
    return WrongStepName{"at most " + std::to_string(shm::kMaxSteps) + " steps",
                         "one more, " + Quoted(name)};
  }
  if (!IsName(key)) {
    return WrongStepName{"a step's name of letters, digits and \"_\"", Quoted(name)};
  }
  if (name.size() > kLongest) {
    return WrongStepName{
        "a step's name of at most " + std::to_string(kLongest) + " characters",
        Quoted(name)};
  }
  if (IsStage(key)) {
    return WrongStepName{"a name of your own for a step",
                         Quoted(name) + ", which is a stage's"};
  }
  if (std::ranges::find(kTimings, key) != kTimings.end()) {
    return WrongStepName{"a name of your own for a step",
                         Quoted(name) + ", which every task has"};
  }
  if (std::ranges::find(before, key, Key) != before.end()) {
    return WrongStepName{"another name for each step", Quoted(name) + " twice"};
  }
  return std::nullopt;
}

}  // namespace redline::worker
