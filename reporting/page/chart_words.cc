#include "reporting/page/chart_words.h"

#include <algorithm>
#include <optional>

#include "base/text/number_text.h"
#include "reporting/model/timing_summary.h"
#include "reporting/page/chart_data.h"

namespace redline::reporting {
namespace {

struct Moment {
  double value = 0;
  Seconds end{0};
};

// A figure over time; what was not measured is left out.
struct Course {
  double mean = 0;  // Over time.
  Moment lowest;
  Moment highest;
  double last = 0;
};

template <class ValueOf>
std::optional<Course> CourseOf(const Result& result, ValueOf value_of) {
  std::optional<Course> course;
  double sum = 0;
  Seconds time{0};
  for (const SeriesPoint& point : DrawnPoints(result.series)) {
    const std::optional<double> value = value_of(point);
    if (!value) continue;
    const Moment moment{.value = *value, .end = point.end};
    if (!course)
      course = Course{.mean = 0, .lowest = moment, .highest = moment, .last = 0};
    if (*value < course->lowest.value) course->lowest = moment;
    if (*value > course->highest.value) course->highest = moment;
    course->last = *value;
    sum += *value * point.length.count();
    time += point.length;
  }
  if (course) course->mean = sum / time.count();
  return course;
}

std::string At(const Moment& moment, const std::string& unit) {
  return FigureText(moment.value) + unit + " (until " + SecondsText(moment.end) + " s)";
}

std::string Between(const Course& course, const std::string& unit) {
  if (course.lowest.value == course.highest.value) {
    return FigureText(course.mean) + unit + " all the time";
  }
  return "mean " + FigureText(course.mean) + unit + ", lowest " +
         At(course.lowest, unit) + ", highest " + At(course.highest, unit);
}

std::string MeanAndHighest(const Course& course, const std::string& unit) {
  return "mean " + FigureText(course.mean) + unit + ", highest " +
         At(course.highest, unit);
}

}  // namespace

std::string RatesInWords(const Result& result) {
  const auto completed = CourseOf(result, [&](const SeriesPoint& point) {
    return IsShort(point, result.series.points)
               ? std::nullopt
               : std::optional(static_cast<double>(point.completed) /
                               point.length.count());
  });
  if (!completed) return "";
  return "Asked: " + ConstantText(result.messaging.asked_rate) +
         " a second. Completed a second: " + Between(*completed, "") + ".";
}

std::string BacklogInWords(const Result& result) {
  const auto worst = CourseOf(result, [](const SeriesPoint& point) {
    return std::optional(static_cast<double>(point.worst_backlog));
  });
  if (!worst) return "";
  // The worker's own maximum has what the looks missed.
  Moment highest = worst->highest;
  highest.value = std::max(highest.value, static_cast<double>(result.HighestBacklog()));
  return "Highest backlog of one worker: " + At(highest, "") + ", the limit being " +
         std::to_string(result.constants.max_worker_backlog) +
         ". At the limit the test has failed.";
}

std::string LatencyInWords(const Result& result) {
  const auto p99 = CourseOf(result, [](const SeriesPoint& point) {
    return point.response.p99 ? std::optional(point.response.p99->count()) : std::nullopt;
  });
  if (!p99) return "";
  return "p99 of the response time (due to done) over time: lowest " +
         At(p99->lowest, " ms") + ", highest " + At(p99->highest, " ms") +
         ". A gap: no task ended.";
}

std::string DistributionInWords(const Result& result) {
  const TimingSummary response = Summarize(result.Totals().response);
  if (!response.p50) return "";
  return "Response time of " + CountText(response.count) + " tasks: p50 " +
         MillisecondsText(response.p50) + " ms, p90 " + MillisecondsText(response.p90) +
         " ms, p99 " + MillisecondsText(response.p99) + " ms, p99.9 " +
         MillisecondsText(response.p999) + " ms, max " + MillisecondsText(response.max) +
         " ms.";
}

std::string WorkersInWords(const Result& result) {
  if (result.series.by_worker.ends.empty() || result.workers.empty()) return "";
  const WorkerResult& worst = result.workers[WorstFirst(result.workers).front()];
  return "Each row is a worker, each column a stretch of time. Worker " +
         CountText(worst.index) +
         " had the highest backlog: " + CountText(worst.max_backlog) + " of " +
         std::to_string(result.constants.max_worker_backlog) + ".";
}

std::string CpuInWords(const Result& result) {
  const auto workers = CourseOf(
      result, [](const SeriesPoint& point) { return point.workers_cpu_percent; });
  const auto redis =
      CourseOf(result, [](const SeriesPoint& point) { return point.redis_cpu_percent; });
  const auto wait = CourseOf(
      result, [](const SeriesPoint& point) { return point.redis_cpu_wait_percent; });
  const auto machine = CourseOf(
      result, [](const SeriesPoint& point) { return point.machine_cpu_percent; });
  std::string words;
  if (workers) words += "Workers together: " + MeanAndHighest(*workers, " %") + ".";
  if (redis) {
    words += (words.empty() ? "" : " ");
    words += "Redis' main thread: " + MeanAndHighest(*redis, " %") + ".";
  }
  if (!words.empty()) words += " 100 % is one core.";
  if (wait) {
    words += " Redis' main thread waited for a CPU for " + FigureText(wait->mean) +
             " % of the time.";
  }
  if (machine && result.machine) {
    words += " Use of all the machine's cores: " + MeanAndHighest(*machine, " %") + ".";
  }
  return words;
}

std::string RedisMemoryInWords(const Result& result) {
  const auto memory =
      CourseOf(result, [](const SeriesPoint& point) { return point.redis_memory_mb; });
  if (!memory) return "";
  return "From " + FigureText(memory->lowest.value) + " MB to " +
         FigureText(memory->highest.value) + " MB, at the end " +
         FigureText(memory->last) + " MB.";
}

std::string RedisOperationsInWords(const Result& result) {
  const auto operations = CourseOf(
      result, [](const SeriesPoint& point) { return point.redis_operations_per_second; });
  if (!operations) return "";
  return "Commands a second, as Redis counts them: " + Between(*operations, "") + ".";
}

std::string CommandsInWords(const Result& result) {
  if (!result.redis) return "";
  std::string words;
  for (const RedisCommandUsage& command : result.redis->commands) {
    if (!command.share) continue;
    words += (words.empty() ? "" : ", ") + command.name + " " +
             FigureText(100 * *command.share) + " %";
  }
  if (words.empty()) return "";
  return words +
         ". exec and evalsha include the commands that they run; the rest is reading "
         "requests and writing replies.";
}

}  // namespace redline::reporting
