#include "runner/runner_main.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/command_line.h"
#include "base/errors.h"
#include "base/output/output.h"
#include "base/output/patience.h"
#include "base/output/report_stream.h"
#include "base/unique_fd.h"
#include "redis/redis_url.h"
#include "reporting/forms/report_forms.h"
#include "runner/display/display.h"
#include "runner/fleet/fleet_refusal.h"
#include "runner/fleet/fleet_session.h"
#include "runner/loop/interruption_watch.h"
#include "runner/machine/granted_cores.h"
#include "runner/metrics/metrics_listener.h"
#include "runner/plan/fleet_contact.h"
#include "runner/plan/plan.h"
#include "runner/report_files.h"
#include "runner/run/fleet_finish.h"
#include "runner/run/supervisor.h"
#include "runner/settings/help_text.h"
#include "runner/settings/settings.h"
#include "runner/trials/search_session.h"
#include "runner/trials/sweep_session.h"
#include "runner/verdict/exit_code.h"
#include "runner/workers/ask_worker.h"
#include "shm/segment.h"
#include "worker/task/workload_kind.h"

namespace redline::runner {
namespace {

namespace fs = std::filesystem;

// Each worker costs the supervisor a descriptor; a thousand are more than the usual
// limit.
void AllowManyFiles() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

// The path of this program; empty if the system does not tell. Without /proc, as it was
// called: to be asked before the folder is changed.
fs::path OwnExecutable() {
  std::error_code unknown;
  fs::path own = fs::read_symlink("/proc/self/exe", unknown);
  if (!unknown) return own;
  const auto called = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
  return called == nullptr ? fs::path() : fs::canonical(called, unknown);
}

// Whoever starts us may have blocked some, and the end of a worker would never be seen.
void UnblockSignals() {
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// The user's own or, beside the supervisor's, as Bazel builds both, redline's.
fs::path WorkerExecutable(const std::string& of_user, const fs::path& own) {
  if (!of_user.empty()) return fs::absolute(of_user);
  if (own.empty()) {
    throw EnvironmentError(
        "Cannot find this program's own path, beside which the worker lies; mount "
        "/proc.");
  }
  fs::path worker = own.parent_path().parent_path() / "worker" / "worker";
  std::error_code unknown;
  if (!fs::exists(worker, unknown)) {
    throw EnvironmentError("The worker's executable is not at " + worker.string() +
                           "; build it: bazel build //worker.");
  }
  return worker;
}

// A report on stdout is alone there, for its parser.
bool StdoutIsTaken(const Plan& plan) {
  return std::ranges::any_of(plan.reports,
                             [](const auto& report) { return report.second == "-"; });
}

// What a run needs before it can join a fleet.
struct Preparations {
  ReportFiles reports;
  fs::path worker;
  std::optional<MetricsListener> metrics;
};

std::optional<MetricsListener> ListenForMetrics(const Plan& plan) {
  if (!plan.metrics_listen) return std::nullopt;
  return MetricsListener(*plan.metrics_listen);
}

Preparations Prepare(const Plan& plan, const fs::path& own) {
  try {
    return {.reports = ReportFiles(plan),
            .worker = WorkerExecutable(plan.worker, own),
            .metrics = ListenForMetrics(plan)};
  } catch (const std::exception& error) {
    if (const auto contact = ContactOf(plan)) TellOfRefusal(*contact, error.what());
    throw;
  }
}

std::optional<Plan> PlanOf(std::span<const char* const> arguments, const fs::path& own) {
  const auto describe = [&](const std::string& worker,
                            const worker::WorkloadRequest& request) {
    return AskWorker(WorkerExecutable(worker, own), request);
  };
  try {
    return ParsePlan(arguments, ProcessEnvironment, WholeCores(GrantedCores()), describe);
  } catch (const std::exception& error) {
    const auto contact = FindFleet(arguments, ProcessEnvironment);
    if (contact) TellOfRefusal(*contact, error.what());
    throw;
  }
}

// The reports come first, whatever signals say; but neither a fleet nor a reader is
// waited for much longer. Ctrl-C again, counted from the run's, is meant: then they are
// hardly waited for, and at the third time nothing is.
std::function<void(int)> ReportFirst(int signal, bool hurried, FleetSession* fleet,
                                     Patience& patience) {
  int pressed = hurried ? 2 : IsFromKeyboard(signal) ? 1 : 0;
  return [fleet, &patience, pressed](int signal) mutable {
    if (IsFromKeyboard(signal) && ++pressed > 2) ::_exit(ExitCodeForSignal(signal));
    const std::chrono::milliseconds limit =
        pressed > 1 ? kPatienceInAHurry : kPatienceOfAnInterruption;
    if (fleet != nullptr) fleet->Hurry(limit);
    patience.Limit(limit);
  };
}

// The last line of reports that go into the output.
void TellEnd(const Plan& plan, int code, Output& output) {
  if (plan.send_reports) output.Send(EndOfReportStream(code));
}

// What the run or the search has found goes everywhere that it is to go: files first,
// because whoever reads the others may keep us waiting. Returns the exit code: `code`,
// unless a report could not be written.
template <class Result>
int Report(const Plan& plan, const Result& shown, ReportFiles& files,
           const std::function<void()>& show, int code, Output& output) {
  const auto text_of = [&](const reporting::ReportForm& form) {
    return form.TextOf(shown);
  };
  std::vector<std::string> complaints = files.WriteFiles(text_of, output.patience());
  files.PutOnStdout(text_of, output);
  show();
  const std::vector<std::string> more = files.WriteDirect(text_of, output.patience());
  complaints.insert(complaints.end(), more.begin(), more.end());
  for (const std::string& complaint : complaints) output.Complain(complaint);
  if (!complaints.empty()) code = kExitEnvironment;
  if (plan.send_reports) {
    constexpr bool is_run = std::is_same_v<Result, reporting::Result>;
    for (const reporting::ReportForm& form : reporting::kReportForms) {
      if (!form.is_sent || (!is_run && form.is_of_one_run())) continue;
      output.Send(StreamedReport(form.name(), text_of(form)));
    }
  }
  TellEnd(plan, code, output);
  output.Flush();
  return code;
}

// Signals while the reports are written, until the end of its life and then no more.
// Signals end nothing before: it is made while the supervisor's own handlers stand.
class ReportingWatch {
 public:
  ReportingWatch(int signal, bool hurried, FleetSession* fleet, Patience& patience)
      : patience_(patience),
        // It lives until the process ends: longer than what it speaks to.
        watch_(*new InterruptionWatch(ReportFirst(signal, hurried, fleet, patience))) {
    if (signal == 0) return;
    patience.Limit(hurried ? kPatienceInAHurry : kPatienceOfAnInterruption);
  }
  ~ReportingWatch() {
    watch_.Ignore();
    // Nobody could end us any more.
    patience_.Limit(kPatienceOfAnInterruption);
  }
  ReportingWatch(const ReportingWatch&) = delete;
  ReportingWatch& operator=(const ReportingWatch&) = delete;

 private:
  Patience& patience_;
  InterruptionWatch& watch_;
};

int RunOnce(const Plan& plan, Preparations& prepared, Output& output) {
  auto& [reports, worker, metrics] = prepared;
  Display display(output, plan.constants.max_stats_update_per_second, plan.color);
  Supervisor::Outcome outcome;
  std::optional<ReportingWatch> watch;
  {
    Supervisor supervisor(plan, worker, display, metrics ? &*metrics : nullptr);
    outcome = supervisor.Run();
    watch.emplace(outcome.signal, outcome.hurried, outcome.fleet.get(),
                  output.patience());
  }
  FleetAnswer fleet;
  if (outcome.fleet) {
    // Its own part, in case that the fleet's never comes.
    const auto text_of = [&](const reporting::ReportForm& form) {
      return form.TextOf(outcome.result);
    };
    static_cast<void>(reports.WriteFiles(text_of, output.patience()));
    fleet = FinishFleet(plan, outcome);
  }
  const reporting::Result& shown = fleet.merged ? *fleet.merged : outcome.result;
  const auto show = [&] {
    display.Finish(shown, plan.tables);
    if (!fleet.sentence.empty()) output.Say("fleet: " + fleet.sentence);
    if (!outcome.leftover.empty()) output.Complain(outcome.leftover);
    if (!outcome.stop_failure.empty()) output.Complain(outcome.stop_failure);
  };
  const int code =
      fleet.exit_code.value_or(ExitCode(*outcome.result.verdict, outcome.signal));
  return Report(plan, shown, reports, show, code, output);
}

// By RunSearch or RunSweep.
int RunTrials(const Plan& plan, Preparations& prepared, Output& output, auto run) {
  auto& [reports, worker, metrics] = prepared;
  Display display(output, plan.constants.max_stats_update_per_second, plan.color);
  std::optional<ReportingWatch> watch;
  const auto outcome =
      run(plan, worker, display, metrics ? &*metrics : nullptr, [&](const auto& outcome) {
        watch.emplace(outcome.signal, outcome.hurried, nullptr, output.patience());
      });
  const auto show = [&] {
    display.Finish(outcome.result);
    if constexpr (requires { outcome.fleet_note; }) {
      if (!outcome.fleet_note.empty()) output.Say("fleet: " + outcome.fleet_note);
    }
    for (const std::string& complaint : outcome.complaints) output.Complain(complaint);
  };
  return Report(plan, outcome.result, reports, show, ExitCode(outcome), output);
}

int Run(const Plan& plan, const fs::path& own, Output& output) {
  Preparations prepared = Prepare(plan, own);
  if (prepared.metrics) output.Say("Metrics: " + prepared.metrics->Url());
  if (plan.sweep) return RunTrials(plan, prepared, output, RunSweep);
  if (plan.search) return RunTrials(plan, prepared, output, RunSearch);
  return RunOnce(plan, prepared, output);
}

// What the system refuses, without the words of a library for it.
EnvironmentError RefusedBySystem(const std::error_code& code) {
  const std::string_view way_out = code == std::errc::too_many_files_open
                                       ? "; raise the limit of open files (ulimit -n)"
                                   : code == std::errc::resource_unavailable_try_again
                                       ? "; raise the limit of processes (ulimit -u)"
                                       : "";
  return EnvironmentError("The system refused a resource that the run needs: " +
                          code.message() + std::string(way_out) + ".");
}

// The first exception opens descriptors (libunwind's, which glog brings), and without
// free ones nothing is caught: so this comes before others have taken the last. Returns
// what the system refuses, if it does.
std::optional<std::string> PrepareForExceptions() {
  constexpr int kMostOpened = 4;
  std::vector<UniqueFd> free;
  for (int i = 0; i < kMostOpened; ++i) {
    free.emplace_back(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0));
    if (free.back() || errno != EMFILE) continue;
    return RefusedBySystem(std::error_code(errno, std::generic_category())).what();
  }
  free.clear();
  try {
    throw EnvironmentError("");
  } catch (const EnvironmentError&) {
  }
  return std::nullopt;
}

}  // namespace

int RunnerMain(int argc, char** argv) {
  // Writing to a reader that has gone is an error like any other, not a death.
  ::signal(SIGPIPE, SIG_IGN);
  // So is a file that becomes larger than it may.
  ::signal(SIGXFSZ, SIG_IGN);
  const fs::path own = OwnExecutable();
  UnblockSignals();
  Output output;
  if (const auto refused = PrepareForExceptions()) {
    output.Complain(*refused);
    return output.End(kExitEnvironment);
  }
  EnterUsersFolder();
  AllowManyFiles();
  std::optional<Plan> plan;
  const auto fail = [&](const std::exception& error, int code) {
    output.Complain(error.what());
    if (plan) TellEnd(*plan, code, output);
    return output.End(code);
  };
  try {
    const std::span<const char* const> arguments(argv + 1,
                                                 static_cast<std::size_t>(argc - 1));
    plan = PlanOf(arguments, own);
    if (plan) {
      if (StdoutIsTaken(*plan)) output.KeepStdoutForReport();
      return output.End(Run(*plan, own, output));
    }
    output.Show(TextAskedFor(arguments));
    return output.End(kExitSuccess);
  } catch (const UsageError& error) {
    return fail(error, kExitUsage);
  } catch (const redis::RedisUrlError& error) {
    return fail(error, kExitUsage);
  } catch (const boost::system::system_error& error) {
    return fail(RefusedBySystem(error.code()), kExitEnvironment);
  } catch (const std::system_error& error) {
    return fail(RefusedBySystem(error.code()), kExitEnvironment);
  } catch (const std::exception& error) {
    // EnvironmentError and shm::SegmentError.
    return fail(error, kExitEnvironment);
  }
}

}  // namespace redline::runner
