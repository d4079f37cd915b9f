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
#include <utility>
#include <vector>

#include "base/command_line.h"
#include "base/errors.h"
#include "base/output/output.h"
#include "base/output/patience.h"
#include "base/output/report_file.h"
#include "base/output/report_stream.h"
#include "base/unique_fd.h"
#include "redis/redis_url.h"
#include "reporting/forms/report_forms.h"
#include "reporting/model/fleet.h"
#include "runner/display/display.h"
#include "runner/fleet/fleet_harvest.h"
#include "runner/fleet/fleet_refusal.h"
#include "runner/fleet/fleet_session.h"
#include "runner/loop/interruption_watch.h"
#include "runner/machine/granted_cores.h"
#include "runner/plan/plan.h"
#include "runner/run/supervisor.h"
#include "runner/settings/help_text.h"
#include "runner/settings/settings.h"
#include "runner/verdict/exit_code.h"
#include "shm/segment.h"

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

// Beside the supervisor's, as Bazel builds both.
fs::path WorkerExecutable(const fs::path& own) {
  if (own.empty()) {
    throw EnvironmentError(
        "The system does not tell where this program is, beside which the worker's is; "
        "mount /proc.");
  }
  fs::path worker = own.parent_path().parent_path() / "worker" / "worker";
  std::error_code unknown;
  if (!fs::exists(worker, unknown)) {
    throw EnvironmentError("The worker's executable is not at " + worker.string() +
                           "; build it: bazel build //worker.");
  }
  return worker;
}

// A form of the result and the file that it goes to; without one, stdout.
struct Report {
  std::optional<ReportFile> file;
  const reporting::ReportForm* form;
};

// Those that were asked for, each with a file that can be written to.
std::vector<Report> OpenReports(const Plan& plan) {
  std::vector<Report> reports;
  for (const reporting::ReportForm& form : reporting::kReportForms) {
    const auto asked = plan.reports.find(form.name);
    if (asked == plan.reports.end()) continue;
    const std::string& path = asked->second;
    std::optional<ReportFile> file;
    if (path != "-") file.emplace(path, "--report_" + std::string(form.name));
    reports.push_back({std::move(file), &form});
  }
  return reports;
}

enum class Way { kFile, kDirect };

// Those of the two kinds of files. One that cannot be written keeps none of the others
// from it: a sentence for each that cannot.
std::vector<std::string> Write(std::vector<Report>& reports, Way way,
                               const reporting::Result& result,
                               const Patience& patience) {
  std::vector<std::string> complaints;
  for (Report& report : reports) {
    if (!report.file || report.file->is_direct() != (way == Way::kDirect)) continue;
    try {
      report.file->Write(report.form->text(result), patience);
    } catch (const EnvironmentError& error) {
      complaints.emplace_back(error.what());
    }
  }
  return complaints;
}

void PutOnStdout(const std::vector<Report>& reports, const reporting::Result& result,
                 Output& output) {
  for (const Report& report : reports) {
    if (!report.file) output.PutReport(report.form->text(result));
  }
}

// A report on stdout is alone there, for whoever parses it.
bool StdoutIsTaken(const Plan& plan) {
  return std::ranges::any_of(plan.reports,
                             [](const auto& report) { return report.second == "-"; });
}

// What the fleet has come to.
struct FleetAnswer {
  std::optional<reporting::Result> merged;  // Of the leader alone.
  std::string sentence;                     // For the others.
  std::optional<int> exit_code;
};

// For the fleet's other dynos, and for readers that take nothing. A dyno that gets
// SIGTERM has 30 s in all.
constexpr std::chrono::seconds kPatienceOfAnInterruption{3};
// When somebody has pressed Ctrl-C twice.
constexpr std::chrono::milliseconds kPatienceInAHurry{200};

FleetAnswer FinishFleet(const Plan& plan, const Supervisor::Outcome& outcome) {
  FleetSession& session = *outcome.fleet;
  const auto patience = outcome.signal == 0
                            ? session.options().wait
                            : std::chrono::milliseconds(kPatienceOfAnInterruption);
  FleetAnswer answer;
  if (const auto harvest = session.Finish(outcome.result, patience)) {
    answer.merged = reporting::MergeFleet(harvest->Read(outcome.result), plan.slo);
    const reporting::Verdict& verdict = *answer.merged->verdict;
    answer.exit_code = ExitCode(verdict, outcome.signal == 0 ? SIGTERM : outcome.signal);
    session.Announce({.exit_code = *answer.exit_code, .sentence = verdict.sentence});
  } else if (const auto verdict = session.verdict()) {
    answer.sentence = verdict->sentence;
    answer.exit_code = verdict->exit_code;
    // No success of the fleet without this dyno's: whoever says so is not its leader.
    const int own = ExitCode(*outcome.result.verdict, outcome.signal);
    if (verdict->exit_code == kExitSuccess && own != kExitSuccess) {
      answer.sentence += " That is not so: this dyno's own test did not succeed.";
      answer.exit_code = own;
    }
  } else {
    answer.sentence =
        "No verdict of the fleet could be had from Redis; this is of this dyno alone.";
  }
  return answer;
}

// What a run needs before it can join a fleet.
struct Preparations {
  std::vector<Report> reports;
  fs::path worker;
};

Preparations Prepare(const Plan& plan, const fs::path& own) {
  try {
    return {.reports = OpenReports(plan), .worker = WorkerExecutable(own)};
  } catch (const std::exception& error) {
    if (const auto contact = ContactOf(plan)) TellOfRefusal(*contact, error.what());
    throw;
  }
}

std::optional<Plan> PlanOf(std::span<const char* const> arguments) {
  try {
    return ParsePlan(arguments, ProcessEnvironment, WholeCores(GrantedCores()));
  } catch (const std::exception& error) {
    const auto contact = FindFleet(arguments, ProcessEnvironment);
    if (contact) TellOfRefusal(*contact, error.what());
    throw;
  }
}

// The reports come first, whatever signals say; but neither a fleet nor a reader is
// waited for much longer. Ctrl-C again, counted from the run's, is meant: then they are
// hardly waited for, and at the third time nothing is.
std::function<void(int)> ReportFirst(const Supervisor::Outcome& outcome,
                                     Patience& patience) {
  int pressed = outcome.hurried ? 2 : IsFromKeyboard(outcome.signal) ? 1 : 0;
  return [fleet = outcome.fleet.get(), &patience, pressed](int signal) mutable {
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

int Run(const Plan& plan, const fs::path& own, Output& output) {
  auto [reports, worker] = Prepare(plan, own);
  Display display(output, plan.constants.max_stats_update_per_second, plan.color);
  Patience& patience = output.patience();
  Supervisor::Outcome outcome;
  // From here on until the process ends: it lives longer than what it speaks to.
  static InterruptionWatch* watch = nullptr;
  {
    Supervisor supervisor(plan, worker, display);
    outcome = supervisor.Run();
    if (outcome.signal != 0) {
      patience.Limit(outcome.hurried ? kPatienceInAHurry : kPatienceOfAnInterruption);
    }
    watch = new InterruptionWatch(ReportFirst(outcome, patience));
  }
  const auto ignore = [&patience](InterruptionWatch* watch) {
    watch->Ignore();
    // Nobody could end us any more.
    patience.Limit(kPatienceOfAnInterruption);
  };
  const std::unique_ptr<InterruptionWatch, decltype(ignore)> until_return(watch, ignore);
  FleetAnswer fleet;
  if (outcome.fleet) {
    // Its own part, in case that the fleet's never comes.
    static_cast<void>(Write(reports, Way::kFile, outcome.result, patience));
    fleet = FinishFleet(plan, outcome);
  }
  const reporting::Result& shown = fleet.merged ? *fleet.merged : outcome.result;
  std::vector<std::string> complaints = Write(reports, Way::kFile, shown, patience);
  PutOnStdout(reports, shown, output);
  display.Finish(shown, plan.tables);
  if (!fleet.sentence.empty()) output.Say("fleet: " + fleet.sentence);
  if (!outcome.leftover.empty()) output.Complain(outcome.leftover);
  if (!outcome.stop_failure.empty()) output.Complain(outcome.stop_failure);
  // Last: whoever is to read them may keep us waiting.
  const std::vector<std::string> more = Write(reports, Way::kDirect, shown, patience);
  complaints.insert(complaints.end(), more.begin(), more.end());
  for (const std::string& complaint : complaints) output.Complain(complaint);
  const int code =
      !complaints.empty()
          ? kExitEnvironment
          : fleet.exit_code.value_or(ExitCode(*outcome.result.verdict, outcome.signal));
  if (plan.send_reports) {
    for (const reporting::ReportForm& form : reporting::kReportForms) {
      if (!form.is_sent) continue;
      output.Send(StreamedReport(form.name, form.text(shown)));
    }
  }
  TellEnd(plan, code, output);
  output.Flush();
  return code;
}

// What the system refuses, without the words of a library for it.
EnvironmentError RefusedBySystem(const std::error_code& code) {
  const std::string_view way_out = code == std::errc::too_many_files_open
                                       ? "; raise the limit of open files (ulimit -n)"
                                   : code == std::errc::resource_unavailable_try_again
                                       ? "; raise the limit of processes (ulimit -u)"
                                       : "";
  return EnvironmentError("The system refuses what a run needs: " + code.message() +
                          std::string(way_out) + ".");
}

// The first exception opens descriptors (libunwind's, which glog brings), and where there
// are none nothing is caught: before others have taken the last. Returns what the system
// refuses, if it does.
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
    plan = PlanOf(arguments);
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
