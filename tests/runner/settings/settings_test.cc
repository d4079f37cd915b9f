#include "runner/settings/settings.h"

#include <gflags/gflags.h>
#include <glog/logging.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/errors.h"
#include "redis/redis_url.h"
#include "reporting/forms/report_forms.h"
#include "reporting/model/report_settings.h"
#include "runner/display/color_mode.h"
#include "runner/issue/dispatch_mode.h"
#include "runner/settings/help_text.h"
#include "runner/settings/setting_rows.h"

namespace redline::runner {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kCores = 6;

using Arguments = std::vector<const char*>;
using Variables = std::map<std::string, std::string>;

class Settings : public ::testing::Test {
 protected:
  static std::optional<Plan> Parse(const Arguments& arguments,
                                   const Variables& variables = {}) {
    const gflags::FlagSaver saver;
    return ParsePlan(
        arguments,
        [&](const std::string& name) -> std::optional<std::string> {
          const auto found = variables.find(name);
          if (found == variables.end()) return std::nullopt;
          return found->second;
        },
        kCores,
        [](const std::string& worker, const worker::WorkloadRequest& request) {
          return Describe(worker, request);
        });
  }

  // What stands for a worker's executable.
  static worker::WorkloadDescription Describe(const std::string& worker,
                                              const worker::WorkloadRequest& request) {
    if (request.text.find("usres") != std::string::npos) {
      throw UsageError("cart.task:1:1: no usres");
    }
    return {.name = std::string(request.name.empty() ? "first of " + worker
                                                     : std::string(request.name)),
            .steps = {"read"},
            .needs_redis = true,
            .round_trips = 2.5,
            .prepares_by_itself = request.text.find("prepare") != std::string::npos,
            .needs_own_connection = request.text.find("WATCH") != std::string::npos};
  }

  static reporting::Constants ConstantsOf(const Arguments& arguments,
                                          const Variables& variables = {}) {
    return Parse(arguments, variables)->constants;
  }

  // The sentence with which the settings are refused.
  static std::string Refusal(const Arguments& arguments,
                             const Variables& variables = {}) {
    try {
      Parse(arguments, variables);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "accepted";
  }
};

TEST_F(Settings, TakeAFileForEachFormOfAReport) {
  for (const reporting::ReportForm& form : reporting::kReportForms) {
    const std::string argument = "--" + std::string(form.setting) + "=file";
    EXPECT_EQ(Parse({argument.c_str()})->reports.at(std::string(form.name())), "file");
  }
}

TEST_F(Settings, RefuseAThresholdForATimingThatTheWorkloadDoesNotHave) {
  EXPECT_THAT(Refusal({"--slo=nosuch.p99<5ms"}),
              AllOf(HasSubstr("building has no such timing as \"nosuch.p99<5ms\""),
                    HasSubstr("its steps are fetch, save, redis_ping")));
  EXPECT_THAT(Refusal({"--workload=noop", "--slo=save.p99<5ms"}),
              EndsWith("noop has no such timing as \"save.p99<5ms\" asks for."));
  EXPECT_EQ(Refusal({"--slo=save.p99<5ms,response.p99<5ms"}), "accepted");
}

TEST_F(Settings, TakeUrlsWithTheLongTokensOfManagedServices) {
  const std::string url = "redis://:" + std::string(16'000, 't') + "@h";
  EXPECT_EQ(Parse({}, {{"REDIS_URL", url}})->redis_url, url);
}

TEST_F(Settings, TakeAClientCertificateWithItsKeyOnly) {
  const auto plan = Parse({"--redis_tls_cert=c.crt"}, {{"REDIS_TLS_KEY", "c.key"}});
  EXPECT_EQ(plan->redis_tls.cert_file, "c.crt");
  EXPECT_EQ(plan->redis_tls.key_file, "c.key");
  EXPECT_THAT(Refusal({"--redis_tls_cert=c.crt"}),
              AllOf(HasSubstr("--redis_tls_cert (REDIS_TLS_CERT) names a certificate"),
                    HasSubstr("add --redis_tls_key")));
  EXPECT_THAT(Refusal({}, {{"REDIS_TLS_KEY", "c.key"}}),
              AllOf(HasSubstr("--redis_tls_key (REDIS_TLS_KEY) names a private key"),
                    HasSubstr("add --redis_tls_cert")));
}

TEST_F(Settings, RefuseWhatTheSegmentHasNoRoomFor) {
  EXPECT_EQ(Refusal({}, {{"REDIS_URL", "redis://:" + std::string(17'000, 't') + "@h"}}),
            "The Redis URL may have 16383 characters at most, but has 17011.");
  EXPECT_THAT(Refusal({}, {{"REDIS_TLS_CA", std::string(5000, 'c')}}),
              HasSubstr("may have 4095 characters at most, but has 5000"));
}

TEST_F(Settings, AreTheOriginalsByDefault) {
  const Plan plan = *Parse({});
  EXPECT_EQ(plan.constants.tasks_per_second, 1000);
  EXPECT_EQ(plan.constants.test_duration_seconds, 240);
  EXPECT_EQ(plan.constants.max_flats, 100);
  EXPECT_EQ(plan.constants.item_payload_kb, 5);
  EXPECT_EQ(plan.constants.max_worker_backlog, 100);
  EXPECT_EQ(plan.constants.num_workers, kCores);
  EXPECT_EQ(plan.constants.max_stats_update_per_second, 5);
  EXPECT_EQ(plan.constants.max_workers_display, 5);
  EXPECT_EQ(plan.constants.warmup_seconds, 5);
  EXPECT_EQ(plan.workload.name, "building");
  EXPECT_FALSE(plan.data_full);
  EXPECT_EQ(plan.dispatch, DispatchMode::kRoundRobin);
  EXPECT_NE(plan.seed, Parse({})->seed) << "another each time";
  EXPECT_EQ(plan.drain.count(), 10);
  EXPECT_EQ(plan.redis_url, std::nullopt);
  EXPECT_EQ(plan.redis_connect_timeout, 5s);
  EXPECT_TRUE(plan.reports.empty());
}

TEST_F(Settings, TakeEachFlag) {
  const Plan plan = *Parse(
      {"--tasks_per_second=0.5", "--test_duration_seconds=1.5", "--max_flats=7",
       "--item_payload_kb=0.25", "--max_worker_backlog=3", "--num_workers=2",
       "--max_stats_update_per_second=0.5", "--max_workers_display=9",
       "--warmup_seconds=0.25", "--workload=noop", "--drain_seconds=2.5",
       "--redis_url=unix:///s", "--redis_connect_timeout_ms=20", "--report_json=-"});
  EXPECT_EQ(plan.constants.tasks_per_second, 0.5);
  EXPECT_EQ(plan.constants.test_duration_seconds, 1.5);
  EXPECT_EQ(plan.constants.max_flats, 7);
  EXPECT_EQ(plan.constants.item_payload_kb, 0.25);
  EXPECT_EQ(plan.constants.max_worker_backlog, 3);
  EXPECT_EQ(plan.constants.num_workers, 2);
  EXPECT_EQ(plan.constants.max_stats_update_per_second, 0.5);
  EXPECT_EQ(plan.constants.max_workers_display, 9);
  EXPECT_EQ(plan.constants.warmup_seconds, 0.25);
  EXPECT_EQ(plan.workload.name, "noop");
  EXPECT_EQ(plan.drain.count(), 2.5);
  EXPECT_EQ(plan.redis_url, "unix:///s");
  EXPECT_EQ(plan.redis_connect_timeout, 20ms);
  EXPECT_EQ(plan.reports.at("json"), "-");
}

TEST_F(Settings, TakeEachVariable) {
  const Plan plan = *Parse({}, {{"TASKS_PER_SECOND", "0.5"},
                                {"TEST_DURATION_SECONDS", "1.5"},
                                {"MAX_FLATS", "7"},
                                {"ITEM_PAYLOAD_KB", "0.25"},
                                {"MAX_WORKER_BACKLOG", "3"},
                                {"NUM_WORKERS", "2"},
                                {"MAX_STATS_UPDATE_PER_SECOND", "0.5"},
                                {"MAX_WORKERS_DISPLAY", "9"},
                                {"WARMUP_SECONDS", "0.25"},
                                {"WORKLOAD", "noop"},
                                {"DRAIN_SECONDS", "2.5"},
                                {"REDIS_URL", "unix:///s"},
                                {"REDIS_CONNECT_TIMEOUT_MS", "20"},
                                {"REPORT_JSON", "-"}});
  EXPECT_EQ(plan.constants.tasks_per_second, 0.5);
  EXPECT_EQ(plan.constants.test_duration_seconds, 1.5);
  EXPECT_EQ(plan.constants.max_flats, 7);
  EXPECT_EQ(plan.constants.item_payload_kb, 0.25);
  EXPECT_EQ(plan.constants.max_worker_backlog, 3);
  EXPECT_EQ(plan.constants.num_workers, 2);
  EXPECT_EQ(plan.constants.max_stats_update_per_second, 0.5);
  EXPECT_EQ(plan.constants.max_workers_display, 9);
  EXPECT_EQ(plan.constants.warmup_seconds, 0.25);
  EXPECT_EQ(plan.workload.name, "noop");
  EXPECT_EQ(plan.drain.count(), 2.5);
  EXPECT_EQ(plan.redis_url, "unix:///s");
  EXPECT_EQ(plan.redis_connect_timeout, 20ms);
  EXPECT_EQ(plan.reports.at("json"), "-");
}

TEST_F(Settings, TakeFullDataForThePlanAndForWhatTheWorkloadIsAsked) {
  const Plan plan = *Parse({"--data=full"});
  EXPECT_TRUE(plan.data_full);
  EXPECT_TRUE(plan.workload_use().data_full);
  EXPECT_FALSE(Parse({"--data=empty"})->workload_use().data_full);
  EXPECT_THAT(Refusal({"--data=half"}), HasSubstr("--data (DATA)"));
}

TEST_F(Settings, TakeTheConcurrencyForThePlanAndForWhatTheWorkloadIsAsked) {
  const Plan plan = *Parse({"--worker_concurrency=16", "--worker_connections=4"});
  EXPECT_EQ(plan.worker_concurrency, 16U);
  EXPECT_EQ(plan.worker_connections, 4U);
  EXPECT_EQ(plan.workload_use().concurrency, 16U);
  EXPECT_EQ(Parse({})->worker_concurrency, 1U);
  EXPECT_EQ(Parse({})->worker_connections, 1U);
}

TEST_F(Settings, RefuseAConcurrencyThatTheBacklogDoesNotAllow) {
  EXPECT_EQ(Refusal({"--worker_concurrency=101"}),
            "--worker_concurrency (WORKER_CONCURRENCY) is 101, but a worker never has "
            "more than the --max_worker_backlog (MAX_WORKER_BACKLOG) of 100 tasks: lower "
            "the one, or raise the other.");
  EXPECT_EQ(Refusal({"--worker_concurrency=101", "--max_worker_backlog=101"}),
            "accepted");
  EXPECT_THAT(Refusal({"--worker_concurrency=0"}), HasSubstr("--worker_concurrency"));
  EXPECT_THAT(Refusal({"--search=rate", "--sweep=worker_concurrency:1,101"}),
              HasSubstr("is 101, but"));
}

TEST_F(Settings, RefuseMoreConnectionsThanTasksAtOnce) {
  EXPECT_EQ(Refusal({"--worker_concurrency=3", "--worker_connections=4"}),
            "--worker_connections (WORKER_CONNECTIONS) is 4, but a worker with a "
            "--worker_concurrency (WORKER_CONCURRENCY) of 3 uses no more connections "
            "than that: lower the one, or raise the other.");
  EXPECT_EQ(Refusal({"--worker_concurrency=4", "--worker_connections=4"}), "accepted");
}

TEST_F(Settings, OfASweepAreAPlanForEachValue) {
  const Plan plan =
      *Parse({"--search=rate", "--sweep=max_flats:10,300", "--max_flats=50"});
  EXPECT_EQ(plan.sweep->setting, "max_flats");
  ASSERT_EQ(plan.searches.size(), 2U);
  EXPECT_EQ(plan.searches[0].constants.max_flats, 10);
  EXPECT_EQ(plan.searches[1].constants.max_flats, 300);
  EXPECT_EQ(plan.searches[1].search->title, "max_flats=300 (2 of 2)");
  EXPECT_EQ(plan.searches[1].search->trial, plan.search->trial);
  EXPECT_EQ(plan.searches[0].seed, plan.searches[1].seed) << "only one thing is varied";
}

// A task file of its own for each test.
class TaskFileSettings : public Settings {
 protected:
  std::string Written(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return "--workload=file:" + path_;
  }

  const std::string path_ =
      ::testing::TempDir() + "/" +
      ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".task";
};

TEST_F(TaskFileSettings, AskTheWorkerWhatATaskFileDoes) {
  const std::string workload = Written("task:\n  PING\n");
  const Plan plan = *Parse({workload.c_str(), "--param=users=3", "--slo=read.p99<5ms"});
  EXPECT_EQ(plan.workload.name, "file:" + path_);
  EXPECT_EQ(plan.workload.round_trips, 2.5);
  EXPECT_EQ(plan.task_parameters, "users=3");
  ASSERT_TRUE(plan.task_file);
  EXPECT_EQ(plan.task_file->path, path_);
  EXPECT_EQ(plan.task_file->text, "task:\n  PING\n");
  EXPECT_EQ(plan.task_file->sha256,
            "b98c065f67c8c9fad8ab779b8820ccb9d03e1f05db317f6633d4a37d45f3bf79");
  EXPECT_FALSE(plan.data_full) << "it prepares nothing";
  EXPECT_THAT(Refusal({workload.c_str(), "--slo=save.p99<5ms"}), HasSubstr("are read."));
}

TEST_F(TaskFileSettings, PrepareWhatATaskFileSaysUnlessToldNotTo) {
  const std::string workload = Written("prepare 3 times: PING\ntask: PING\n");
  EXPECT_TRUE(Parse({workload.c_str()})->data_full);
  EXPECT_FALSE(Parse({workload.c_str(), "--data=empty"})->data_full);
}

TEST_F(TaskFileSettings, RefuseATaskFileInTheWordsOfTheWorker) {
  EXPECT_EQ(Refusal({Written("task: GET {usres}\n").c_str()}), "cart.task:1:1: no usres");
}

TEST_F(TaskFileSettings, RefuseToShareAConnectionOfATaskThatNeedsItsOwn) {
  const std::string workload = Written("task: WATCH a\n");
  EXPECT_EQ(Refusal({workload.c_str(), "--worker_concurrency=4"}),
            "The task of file:" + path_ +
                " needs a connection of its own, since it uses WATCH: raise "
                "--worker_connections (WORKER_CONNECTIONS) to the --worker_concurrency "
                "(WORKER_CONCURRENCY) of 4.");
  EXPECT_EQ(
      Refusal({workload.c_str(), "--worker_concurrency=4", "--worker_connections=4"}),
      "accepted");
  EXPECT_EQ(Refusal({workload.c_str()}), "accepted");
}

TEST_F(TaskFileSettings, RefuseATaskFileThatIsNoneOrTooLong) {
  EXPECT_EQ(
      Refusal({"--workload=file:/nowhere/cart.task"}),
      "--workload (WORKLOAD): the task file '/nowhere/cart.task' cannot be read: No "
      "such file or directory.");
  EXPECT_THAT(Refusal({"--workload=file:/tmp"}), EndsWith("'/tmp' is no file."));
  EXPECT_THAT(Refusal({"--workload=file:/dev/zero"}),
              EndsWith("'/dev/zero' is no file."));
  EXPECT_THAT(Refusal({Written(std::string(70'000, '#')).c_str()}),
              EndsWith("may have 65535 bytes at most, but has 70000."));
  EXPECT_THAT(Refusal({Written(std::string("a\0b", 3)).c_str()}),
              EndsWith("is no text: it has a zero byte."));
}

TEST_F(TaskFileSettings, AgreeInAFleetOnTheTextAndNotOnlyOnItsName) {
  const auto hash_of = [&](const std::string& text) {
    const std::string workload = Written(text);
    const Plan plan = *Parse(
        {workload.c_str(), "--fleet=f", "--fleet_size=2", "--redis_url=redis://h"});
    EXPECT_EQ(plan.fleet->settings.back().name, "task_file_sha256");
    return plan.fleet->settings.back().value;
  };
  EXPECT_NE(hash_of("task: PING\n"), hash_of("task: PING # again\n"));
}

TEST_F(TaskFileSettings, OfASweepMayVaryAParameter) {
  const std::string workload = Written("task: PING\n");
  const Plan plan =
      *Parse({workload.c_str(), "--search=rate", "--param=size=5,users=7,more=2",
              "--sweep=param.users:10,1e3"});
  ASSERT_EQ(plan.searches.size(), 2U);
  EXPECT_EQ(plan.searches[0].task_parameters, "size=5,more=2,users=10");
  EXPECT_EQ(plan.searches[1].task_parameters, "size=5,more=2,users=1e3");
  EXPECT_EQ(plan.searches[1].search->title, "param.users=1e3 (2 of 2)");
}

TEST_F(Settings, NameAWorkloadOfAWorkerOfTheUsers) {
  EXPECT_EQ(Parse({"--worker=./mine"})->workload.name, "first of ./mine");
  EXPECT_EQ(Parse({"--worker=./mine", "--workload=cart"})->workload.name, "cart");
  EXPECT_EQ(Parse({"--worker=./mine"})->worker, "./mine");
}

TEST_F(Settings, RefuseParametersForAWorkloadThatHasNone) {
  EXPECT_THAT(Refusal({"--param=users=3"}), HasSubstr("building has no parameters"));
}

TEST_F(Settings, RefuseASweepThatCannotBe) {
  const auto refusal = [](const char* sweep, const char* search = "--search=rate") {
    return Refusal({search, sweep});
  };
  EXPECT_EQ(refusal("--sweep=max_flats"),
            "--sweep (SWEEP) must be a setting and its values, as max_flats:10,100, but "
            "is 'max_flats'.");
  EXPECT_THAT(refusal("--sweep=max_flats:10,,20"), EndsWith("lacks a value."));
  EXPECT_THAT(refusal("--sweep=max_flats:10,20,010"), HasSubstr("the value 10 twice"));
  EXPECT_THAT(refusal("--sweep=slo:response.p99<5ms,tasks_failed==0"),
              HasSubstr("cannot vary slo"));
  EXPECT_EQ(refusal("--sweep=redis_url:redis://:pw@h,,redis://:pw@h"),
            "--sweep (SWEEP) must be a setting and its values, as max_flats:10,100, but "
            "lacks a value.");
  EXPECT_THAT(refusal("--sweep=max_flats:10,many"),
              StartsWith("--max_flats, in --sweep (SWEEP), must be "));
  EXPECT_THAT(refusal("--sweep=max_flats:10,0"),
              StartsWith("--max_flats, in --sweep (SWEEP), must be "));
  EXPECT_THAT(refusal("--sweep=dispatch:random,lunch"), HasSubstr("'lunch'"));
  EXPECT_THAT(refusal("--sweep=tasks_per_second:10,20"),
              EndsWith("that is what the search finds."));
  EXPECT_THAT(refusal("--sweep=num_workers:10,20", "--search=workers"),
              EndsWith("that is what the search finds."));
  EXPECT_EQ(refusal("--sweep=num_workers:10,20"), "accepted");
  EXPECT_THAT(refusal("--sweep=test_duration_seconds:10,20"),
              EndsWith("trials last as long as the search says."));
  EXPECT_THAT(refusal("--sweep=redis_url:a,b"), HasSubstr("redis_url is none"));
  EXPECT_THAT(refusal("--sweep=search_minutes:1,2"), HasSubstr("search_minutes is none"));
  EXPECT_THAT(refusal("--sweep=nosuch:1,2"), HasSubstr("nosuch is none"));
  EXPECT_THAT(Refusal({"--sweep=max_flats:10"}), HasSubstr("add --search=rate"));
}

TEST_F(Settings, PutAFlagBeforeTheEnvironment) {
  const auto constants = ConstantsOf({"--max_flats=7"}, {{"MAX_FLATS", "8"}});
  EXPECT_EQ(constants.max_flats, 7);
}

TEST_F(Settings, PutAFlagThatNamesTheDefaultBeforeTheEnvironment) {
  const auto constants =
      ConstantsOf({"--tasks_per_second=1000"}, {{"TASKS_PER_SECOND", "500"}});
  EXPECT_EQ(constants.tasks_per_second, 1000);
}

TEST_F(Settings, DoNotLookAtAVariableThatAFlagOverrides) {
  EXPECT_EQ(Refusal({"--max_flats=7"}, {{"MAX_FLATS", "nonsense"}}), "accepted");
}

TEST_F(Settings, TakeAnEmptyVariableAsNotSet) {
  const Plan plan = *Parse({}, {{"MAX_FLATS", ""}, {"REDIS_URL", ""}});
  EXPECT_EQ(plan.constants.max_flats, 100);
  EXPECT_EQ(plan.redis_url, std::nullopt);
}

TEST_F(Settings, TakeTheLastOfAFlagGivenTwice) {
  EXPECT_EQ(ConstantsOf({"--max_flats=7", "--max_flats=8"}).max_flats, 8);
}

TEST_F(Settings, TakeTheNumberOfWorkersFromWebConcurrency) {
  EXPECT_EQ(ConstantsOf({}, {{"WEB_CONCURRENCY", "12"}}).num_workers, 12);
}

TEST_F(Settings, PutNumWorkersBeforeWebConcurrency) {
  const Variables variables{{"WEB_CONCURRENCY", "12"}, {"NUM_WORKERS", "13"}};
  EXPECT_EQ(ConstantsOf({}, variables).num_workers, 13);
  EXPECT_EQ(ConstantsOf({"--num_workers=14"}, variables).num_workers, 14);
}

TEST_F(Settings, NameWebConcurrencyIfThatIsWrong) {
  EXPECT_THAT(Refusal({}, {{"WEB_CONCURRENCY", "many"}}), HasSubstr("WEB_CONCURRENCY"));
  EXPECT_THAT(Refusal({}, {{"WEB_CONCURRENCY", "0"}}), HasSubstr("WEB_CONCURRENCY"));
}

TEST_F(Settings, TakeAValueAsAnArgumentOfItsOwnOrBehindOneDash) {
  EXPECT_EQ(ConstantsOf({"--max_flats", "7"}).max_flats, 7);
  EXPECT_EQ(ConstantsOf({"-max_flats=7"}).max_flats, 7);
}

TEST_F(Settings, KeepAnEqualsSignInAValue) {
  EXPECT_EQ(Parse({"--report_json=a=b"})->reports.at("json"), "a=b");
}

TEST_F(Settings, TakeGlogsFlagsThatHelpAUser) {
  EXPECT_EQ(Refusal({"--v=1", "--minloglevel=1", "--vmodule=issuer=2"}), "accepted");
}

TEST_F(Settings, RefuseTheLibrariesOtherFlags) {
  EXPECT_THAT(Refusal({"--log_dir=/tmp"}), StartsWith("There is no flag --log_dir"));
  EXPECT_THAT(Refusal({"--flagfile=x"}), StartsWith("There is no flag --flagfile"));
}

TEST_F(Settings, SuggestTheFlagThatWasMeant) {
  EXPECT_EQ(Refusal({"--num_worker=3"}),
            "There is no flag --num_worker; did you mean --num_workers?");
  EXPECT_EQ(Refusal({"--task_per_second=3"}),
            "There is no flag --task_per_second; did you mean --tasks_per_second?");
}

TEST_F(Settings, KnowWhatOtherProgramsCallTheirFlags) {
  const std::map<std::string, std::string> meant = {
      {"--workers=3", "--num_workers"},
      {"--rate=3", "--tasks_per_second"},
      {"--duration=3", "--test_duration_seconds"},
      {"--redis=x", "--redis_url"},
      {"--url=x", "--redis_url"},
      {"--concurrency=3", "--worker_concurrency"},
      {"--qps=3", "--tasks_per_second"},
      {"--wokers=3", "--num_workers"},
      {"--test_duration=3", "--test_duration_seconds"},
      {"--warmup=3", "--warmup_seconds"},
      {"--backlog=3", "--max_worker_backlog"},
      {"--duration_seconds=3", "--test_duration_seconds"}};
  for (const auto& [given, flag] : meant) {
    EXPECT_THAT(Refusal({given.c_str()}), EndsWith("; did you mean " + flag + "?"))
        << given;
  }
}

TEST_F(Settings, SuggestEveryFlagThatMayBeMeant) {
  EXPECT_EQ(Refusal({"--redis_tls=x"}),
            "There is no flag --redis_tls; did you mean --redis_tls_verify, "
            "--redis_tls_ca, --redis_tls_cert or --redis_tls_key?");
}

TEST_F(Settings, KnowTheirFlagsInUpperCaseAndWithDashes) {
  EXPECT_EQ(Refusal({"--TASKS_PER_SECOND=3"}),
            "There is no flag --TASKS_PER_SECOND; did you mean --tasks_per_second?");
  EXPECT_EQ(Refusal({"--num-workers", "3"}),
            "There is no flag --num-workers; did you mean --num_workers?");
}

TEST_F(Settings, SayHowABoolIsFalse) {
  EXPECT_EQ(Refusal({"--nokeep_data"}),
            "There is no flag --nokeep_data; did you mean --keep_data=false?");
}

TEST_F(Settings, PointToHelpIfNoFlagIsNear) {
  EXPECT_EQ(Refusal({"--xyz=3"}), "There is no flag --xyz; --help lists them.");
}

TEST_F(Settings, AskForAMissingValue) {
  EXPECT_EQ(Refusal({"--num_workers"}),
            "--num_workers needs a value, as --num_workers=value.");
}

TEST_F(Settings, RefuseUnknownFlags) {
  for (const char* argument : {"28", "num_workers=28", "-", "--", ""}) {
    EXPECT_THAT(Refusal({argument}),
                AllOf(HasSubstr("'" + std::string(argument) + "'"), HasSubstr("--help")));
  }
}

TEST_F(Settings, RefuseAnUnknownWorkload) {
  EXPECT_THAT(Refusal({"--workload=bulding"}),
              AllOf(StartsWith("--workload (WORKLOAD) must be building"),
                    EndsWith(", but is 'bulding'.")));
}

TEST_F(Settings, TakeEachDispatch) {
  EXPECT_EQ(Parse({"--dispatch=round_robin"})->dispatch, DispatchMode::kRoundRobin);
  EXPECT_EQ(Parse({"--dispatch=random"})->dispatch, DispatchMode::kRandom);
  EXPECT_EQ(Parse({}, {{"DISPATCH", "least_backlog"}})->dispatch,
            DispatchMode::kLeastBacklog);
}

TEST_F(Settings, RefuseAnUnknownDispatch) {
  for (const std::string value : {"x", "", "Random", "least"}) {
    EXPECT_EQ(Refusal({("--dispatch=" + value).c_str()}),
              "--dispatch (DISPATCH) must be round_robin, random or least_backlog, but "
              "is '" +
                  value + "'.");
  }
}

TEST_F(Settings, TakeASeedThatIsTheFlagsDefaultAsGiven) {
  EXPECT_EQ(Parse({"--seed=0"})->seed, 0U);
  EXPECT_EQ(Parse({}, {{"SEED", "7"}})->seed, 7U);
}

TEST_F(Settings, RefuseASeedThatNoReaderOfJsonCouldHold) {
  EXPECT_EQ(Parse({"--seed=9007199254740991"})->seed, 9007199254740991U);
  EXPECT_EQ(Refusal({"--seed=9007199254740992"}),
            "--seed must be from 0 to 9007199254740991, but is 9007199254740992.");
  EXPECT_EQ(Refusal({}, {{"SEED", "-1"}}),
            "SEED must be from 0 to 9007199254740991, but is -1.");
}

TEST_F(Settings, ShowAValueOutOfBoundsAsItWasGiven) {
  EXPECT_EQ(Refusal({"--test_duration_seconds=0.05"}),
            "--test_duration_seconds must be from 0.1 to 604800, but is 0.05.");
  EXPECT_EQ(Refusal({"--num_workers=100000000000000"}),
            "--num_workers must be from 1 to 10000, but is 100000000000000.");
}

TEST_F(Settings, LookAtNothingButTheLastOfAFlagGivenTwice) {
  EXPECT_EQ(Refusal({"--num_workers=2", "--num_workers=0"}),
            "--num_workers must be from 1 to 10000, but is 0.");
  EXPECT_EQ(Refusal({"--num_workers=2", "--num_workers=x"}),
            "--num_workers must be a whole number, but is 'x'.");
  EXPECT_EQ(ConstantsOf({"--num_workers=0", "-num_workers=2"}).num_workers, 2);
  EXPECT_EQ(ConstantsOf({"--num_workers=x", "--num_workers", "2"}).num_workers, 2);
}

TEST_F(Settings, TellWhichVersionThisIs) {
  const Arguments arguments = {"--num_workers=3", "--version"};
  EXPECT_FALSE(Parse(arguments));
  EXPECT_THAT(TextAskedFor(arguments), StartsWith("redline "));
  EXPECT_EQ(TextAskedFor(Arguments{"--help"}), HelpText());
}

TEST_F(Settings, RefuseAValueForHelpAndVersion) {
  EXPECT_EQ(Refusal({"--help=x"}), "--help takes no value.");
  EXPECT_EQ(Refusal({"--version=x"}), "--version takes no value.");
}

TEST_F(Settings, RefuseASizeOfAFleetThatHasNoId) {
  const std::string sentence =
      "--fleet_size (FLEET_SIZE) is 3, but there is no --fleet (FLEET): give all dynos "
      "of the fleet the same id with it, or leave --fleet_size out.";
  EXPECT_EQ(Refusal({"--fleet_size=3"}), sentence);
  EXPECT_EQ(Refusal({}, {{"FLEET_SIZE", "3"}}), sentence);
  EXPECT_EQ(Refusal({"--fleet_size=1"}), "accepted");
  EXPECT_EQ(Refusal({"--fleet_size=3", "--fleet=f", "--redis_url=redis://h"}),
            "accepted");
}

TEST_F(Settings, LetAFleetSearchForItsRateOnly) {
  const Plan plan = *Parse({"--search=rate", "--fleet=f", "--redis_url=redis://h"});
  EXPECT_TRUE(plan.search);
  EXPECT_TRUE(plan.fleet);
  EXPECT_EQ(Refusal({"--search=workers", "--fleet=f", "--redis_url=redis://h"}),
            "--search=workers is for one dyno, and a fleet searches for its rate: use "
            "--search=rate, or leave --fleet (FLEET) out.");
}

TEST_F(Settings, TakeTheDefaultIfWebConcurrencyIsAutomatic) {
  EXPECT_EQ(ConstantsOf({}, {{"WEB_CONCURRENCY", "auto"}}).num_workers, kCores);
}

TEST_F(Settings, AskForHelpInAnyPlace) {
  EXPECT_FALSE(Parse({"--help"}));
  EXPECT_FALSE(Parse({"-h"}));
  EXPECT_FALSE(Parse({"--num_workers=3", "-help"}));
}

// Every number, what is just within its bounds and what is just outside.
struct Number {
  std::string flag;
  bool whole;
  std::vector<std::string> good;
  std::vector<std::string> bad;

  friend void PrintTo(const Number& number, std::ostream* out) { *out << number.flag; }
};

class NumberSetting : public Settings, public ::testing::WithParamInterface<Number> {
 protected:
  static std::string Upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(c));
    return text;
  }
  static std::string RefusalOf(const std::string& value) {
    return Refusal({("--" + GetParam().flag + "=" + value).c_str()});
  }
};

TEST_P(NumberSetting, TakesItsBounds) {
  for (const auto& value : GetParam().good) EXPECT_EQ(RefusalOf(value), "accepted");
}

TEST_P(NumberSetting, RefusesWhatIsBeyondItsBoundsAndNamesTheSource) {
  auto values = GetParam().bad;
  values.insert(values.end(), {"-1", "-1000000"});
  for (const auto& value : values) {
    EXPECT_THAT(RefusalOf(value),
                AllOf(StartsWith("--" + GetParam().flag + " must be from "),
                      EndsWith(", but is " + value + ".")));
    EXPECT_THAT(Refusal({}, {{Upper(GetParam().flag), value}}),
                StartsWith(Upper(GetParam().flag) + " must be from "));
  }
}

TEST_P(NumberSetting, RefusesAValueThatIsNotANumberAndNamesTheSource) {
  for (const std::string value : {"", "ten", "10x", "1 000", "1,5", "--max_flats=3"}) {
    EXPECT_EQ(RefusalOf(value), "--" + GetParam().flag + " must be a " +
                                    (GetParam().whole ? "whole " : "") +
                                    "number, but is '" + value + "'.");
  }
  EXPECT_THAT(Refusal({}, {{Upper(GetParam().flag), "ten"}}),
              StartsWith(Upper(GetParam().flag) + " must be a "));
}

TEST_P(NumberSetting, RefusesNanAndInfinity) {
  for (const std::string value : {"nan", "-nan", "inf", "-inf", "infinity", "1e999"}) {
    EXPECT_NE(RefusalOf(value), "accepted") << value;
  }
}

TEST_P(NumberSetting, TakesAFractionUnlessItIsWhole) {
  EXPECT_EQ(RefusalOf("1.5"), GetParam().whole ? "--" + GetParam().flag +
                                                     " must be a whole number, but is "
                                                     "'1.5'."
                                               : "accepted");
}

TEST_P(NumberSetting, RefusesWhatIsTooLongForAnyNumber) {
  EXPECT_NE(RefusalOf("99999999999999999999999999"), "accepted");
}

INSTANTIATE_TEST_SUITE_P(
    All, NumberSetting,
    ::testing::Values(
        Number{"tasks_per_second", false, {"0.001", "1000000000"}, {"0", "0.0009"}},
        Number{"test_duration_seconds", false, {"0.1", "604800"}, {"0", "604801"}},
        Number{"warmup_seconds", false, {"0", "3600"}, {"3601"}},
        Number{"num_workers", true, {"1", "10000"}, {"0", "10001"}},
        Number{"max_worker_backlog", true, {"1", "1000000"}, {"0", "1000001"}},
        Number{"seed", true, {"0", "9007199254740991"}, {"9007199254740992"}},
        Number{"drain_seconds", false, {"0", "3600"}, {"3601"}},
        Number{"max_flats", true, {"1", "1000000"}, {"0", "1000001"}},
        Number{"item_payload_kb", false, {"0.01", "100000"}, {"0", "100001"}},
        Number{"redis_connect_timeout_ms", true, {"1", "600000"}, {"0", "600001"}},
        Number{"max_stats_update_per_second", false, {"0.01", "60"}, {"0", "61"}},
        Number{"max_workers_display", true, {"1", "10000"}, {"0", "10001"}}),
    [](const auto& test) { return test.param.flag; });

TEST_F(Settings, ShowARedisWithoutItsLogin) {
  const Plan plan = *Parse({"--redis_url=redis://me:secret@h:7000/3"});
  const auto url =
      std::ranges::find(plan.settings, "redis_url", &reporting::NamedSetting::name);
  ASSERT_NE(url, plan.settings.end());
  EXPECT_EQ(url->value, redis::Describe(redis::ParseRedisUrl("redis://h:7000/3")));
}

TEST_F(Settings, OfTheTestAreThoseThatAFleetHasInCommon) {
  const Plan plan = *Parse({"--fleet=f", "--redis_url=redis://h"});
  std::vector<std::string> common;
  for (const auto& setting : plan.fleet->settings) common.push_back(setting.name);
  EXPECT_THAT(common, IsSupersetOf({"tasks_per_second", "slo", "fleet_stop"}));
  EXPECT_THAT(common, Not(Contains(AnyOf("num_workers", "seed", "dyno", "report_json"))));
}

TEST(SettingRows, OfTheReportAreThoseThatComparisonsLeaveOut) {
  ForEachSetting([](const Setting& setting) {
    EXPECT_EQ(setting.scope == Scope::kReport, reporting::IsOfTheReport(setting.name))
        << setting.name << ": see reporting/model/report_settings.h";
  });
}

TEST_F(Settings, TakeTheColorFromTheFlagAlone) {
  EXPECT_EQ(Parse({})->color, ColorMode::kAuto);
  EXPECT_EQ(Parse({"--color=always"})->color, ColorMode::kAlways);
  EXPECT_EQ(Parse({"--color=never"})->color, ColorMode::kNever);
  EXPECT_EQ(Parse({}, {{"COLOR", "always"}})->color, ColorMode::kAuto);
  EXPECT_EQ(Refusal({"--color=red"}),
            "--color must be auto, always or never, but is 'red'.");
}

TEST(HelpText, ListsTheOriginalsNineConstants) {
  const std::string text = HelpText();
  for (const char* flag :
       {"tasks_per_second", "test_duration_seconds", "max_flats", "item_payload_kb",
        "max_worker_backlog", "num_workers", "max_stats_update_per_second",
        "max_workers_display", "warmup_seconds"}) {
    EXPECT_THAT(text, HasSubstr("\n  --" + std::string(flag)));
  }
}

TEST(HelpText, ListsExactlyOurFlagsAndNoLibrarys) {
  const std::string text = HelpText();
  std::vector<gflags::CommandLineFlagInfo> flags;
  gflags::GetAllFlags(&flags);
  for (const auto& flag : flags) {
    const bool ours =
        flag.filename.find("runner/settings/setting_flags.cc") != std::string::npos;
    EXPECT_EQ(text.find("\n  --" + flag.name) != std::string::npos, ours) << flag.name;
  }
}

TEST(HelpText, ShowsDefaults) {
  EXPECT_THAT(HelpText(), AllOf(HasSubstr("--tasks_per_second=1000\n"),
                                HasSubstr("--workload=building\n"),
                                HasSubstr("--item_payload_kb=5\n")));
}

TEST(HelpText, ShowsDefaultsAndNotWhatIsSet) {
  const gflags::FlagSaver saver;
  const std::string before = HelpText();
  gflags::SetCommandLineOption("max_flats", "77");
  EXPECT_EQ(HelpText(), before);
}

TEST(ProcessEnvironment, TellsAnUnsetVariableFromAnEmptyOne) {
  ::setenv("REDLINE_SETTINGS_TEST", "", 1);
  EXPECT_EQ(ProcessEnvironment("REDLINE_SETTINGS_TEST"), "");
  ::unsetenv("REDLINE_SETTINGS_TEST");
  EXPECT_EQ(ProcessEnvironment("REDLINE_SETTINGS_TEST"), std::nullopt);
}

class SettingsOfARefusedDyno : public Settings {
 protected:
  static std::optional<FleetContact> Find(const Arguments& arguments,
                                          const Variables& variables = {}) {
    const gflags::FlagSaver saver;
    return FindFleet(arguments,
                     [&](const std::string& name) -> std::optional<std::string> {
                       const auto found = variables.find(name);
                       if (found == variables.end()) return std::nullopt;
                       return found->second;
                     });
  }
};

TEST_F(SettingsOfARefusedDyno, NameItsFleetWhateverElseIsWrong) {
  const auto contact =
      Find({"--no_such_flag", "--max_flats=x", "word", "--fleet=f", "-dyno", "B",
            "--fleet_size=3", "--redis_url=redis://h:7000"});
  ASSERT_TRUE(contact);
  EXPECT_EQ(contact->fleet.id, "f");
  EXPECT_EQ(contact->fleet.dyno, "B");
  EXPECT_EQ(contact->fleet.size, 3U);
  EXPECT_EQ(redis::Describe(contact->redis.url),
            redis::Describe(redis::ParseRedisUrl("redis://h:7000")));
}

TEST_F(SettingsOfARefusedDyno, AreFlagsBeforeTheEnvironment) {
  const auto contact = Find({"--dyno=B"}, {{"FLEET", "f"},
                                           {"DYNO", "A"},
                                           {"REDIS_URL", "redis://plain"},
                                           {"REDIS_TLS_URL", "rediss://safe"}});
  ASSERT_TRUE(contact);
  EXPECT_EQ(contact->fleet.dyno, "B");
  EXPECT_EQ(redis::HostOf(contact->redis.url), "safe");
}

TEST_F(SettingsOfARefusedDyno, NameNoneIfTheyAreWrongThemselves) {
  EXPECT_FALSE(Find({"--redis_url=redis://h"}));
  EXPECT_FALSE(Find({"--fleet=f"}));
  EXPECT_FALSE(Find({"--fleet=f", "--redis_url=http://h"}));
  EXPECT_FALSE(Find({"--fleet=f", "--redis_url=redis://h", "--fleet_size=two"}));
  EXPECT_FALSE(Find({"--fleet=a b", "--redis_url=redis://h"}));
}

}  // namespace
}  // namespace redline::runner
