#include "reporting/model/result.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace redline::reporting {

void Timings::Merge(const Timings& other) {
  queue.Merge(other.queue);
  task.Merge(other.task);
  response.Merge(other.response);
  rest.Merge(other.rest);
  if (steps.size() < other.steps.size()) steps.resize(other.steps.size());
  for (std::size_t i = 0; i < other.steps.size(); ++i) steps[i].Merge(other.steps[i]);
}

Timings Result::Totals() const {
  Timings totals;
  for (const WorkerResult& worker : workers) totals.Merge(worker.timings);
  totals.steps.resize(step_names.size());
  return totals;
}

std::uint64_t Result::HighestBacklog() const {
  std::uint64_t highest = 0;
  for (const WorkerResult& worker : workers) {
    highest = std::max(highest, worker.max_backlog);
  }
  return highest;
}

std::vector<std::size_t> WorstFirst(const std::vector<WorkerResult>& workers) {
  const auto badness = [&](std::size_t i) {
    const auto mean = workers[i].timings.task.Mean();
    return std::tuple(workers[i].max_backlog, mean ? mean->count() : 0.0);
  };
  std::vector<std::size_t> order(workers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return badness(a) > badness(b); });
  return order;
}

}  // namespace redline::reporting
