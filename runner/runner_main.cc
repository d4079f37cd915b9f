#include "runner/runner_main.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstddef>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <span>

#include "redis/redis_url.h"
#include "reporting/command_line.h"
#include "reporting/json_report.h"
#include "reporting/report_file.h"
#include "runner/display.h"
#include "runner/errors.h"
#include "runner/exit_code.h"
#include "runner/granted_cores.h"
#include "runner/plan.h"
#include "runner/settings.h"
#include "runner/supervisor.h"
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

// Beside the supervisor's, as Bazel builds both.
fs::path WorkerExecutable() {
  const fs::path worker = fs::read_symlink("/proc/self/exe").parent_path().parent_path() /
                          "worker" / "worker";
  if (!fs::exists(worker)) {
    throw EnvironmentError("The worker's executable is not at " + worker.string() +
                           "; build it: bazel build //worker.");
  }
  return worker;
}

int Run(const Plan& plan) {
  std::optional<reporting::ReportFile> json;
  if (plan.report_json) json.emplace(*plan.report_json, "--report_json");
  // A report on stdout is alone there, for whoever parses it.
  const bool json_on_stdout = plan.report_json == "-";
  Display display(json_on_stdout ? STDERR_FILENO : STDOUT_FILENO,
                  plan.constants.max_stats_update_per_second);
  Supervisor::Outcome outcome;
  {
    Supervisor supervisor(plan, WorkerExecutable(), display);
    outcome = supervisor.Run();
  }
  display.Finish(outcome.result);
  if (json) json->Write(reporting::ToJson(outcome.result));
  if (!outcome.leftover.empty())
    std::cerr << "redline: " << outcome.leftover << std::endl;
  return ExitCode(*outcome.result.verdict, outcome.signal);
}

int Fail(const std::exception& error, int code) {
  std::cerr << "redline: " << error.what() << std::endl;
  return code;
}

}  // namespace

int RunnerMain(int argc, char** argv) {
  // Writing to a reader that has gone is an error like any other, not a death.
  ::signal(SIGPIPE, SIG_IGN);
  reporting::EnterUsersFolder();
  AllowManyFiles();
  try {
    const std::span<const char* const> arguments(argv + 1,
                                                 static_cast<std::size_t>(argc - 1));
    const std::optional<Plan> plan =
        ParsePlan(arguments, ProcessEnvironment, GrantedCores());
    if (!plan) {
      std::cout << HelpText() << std::flush;
      return kExitSuccess;
    }
    return Run(*plan);
  } catch (const UsageError& error) {
    return Fail(error, kExitUsage);
  } catch (const redis::RedisUrlError& error) {
    return Fail(error, kExitUsage);
  } catch (const std::exception& error) {
    // EnvironmentError, shm::SegmentError, and what the system refuses.
    return Fail(error, kExitEnvironment);
  }
}

}  // namespace redline::runner
