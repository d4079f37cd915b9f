#include "manual/redline_program.h"

#include <algorithm>
#include <regex>
#include <string>
#include <string_view>
#include <variant>

#include "runner/settings/help_text.h"
#include "runner/settings/setting_rows.h"
#include "runner/settings/setting_text.h"

namespace redline::manual {
namespace {

using runner::Setting;

Takes TakesOf(const Setting& setting) {
  if (std::holds_alternative<bool>(setting.fallback)) return Takes::kNothing;
  if (!std::holds_alternative<std::string_view>(setting.fallback)) return Takes::kNumber;
  return setting.is_path ? Takes::kPath : Takes::kText;
}

// The pages' Markdown marks what is code, and links to other pages, whose names remain.
std::string WithoutMarks(const std::string& text) {
  std::string plain =
      std::regex_replace(text, std::regex(R"(\[([^\]]*)\]\([^)]*\))"), "$1");
  std::erase(plain, '`');
  return plain;
}

Option OptionOf(const Setting& setting) {
  Option option{.name = std::string(setting.name),
                .takes = TakesOf(setting),
                .fallback = DefaultOf(setting),
                .values = setting.bounds ? ValuesOf(setting) : "",
                .variables = VariablesOf(setting),
                .help = HelpOf(setting),
                .more = WithoutMarks(std::string(setting.more))};
  for (const runner::Choice& choice : setting.choices) {
    option.words.push_back({std::string(choice.word), std::string(choice.meaning)});
  }
  return option;
}

std::vector<OptionGroup> Groups() {
  std::vector<OptionGroup> groups;
  for (const runner::Group* const group : runner::kSettingGroups) {
    OptionGroup& made = groups.emplace_back(std::string(group->title));
    for (const Setting& setting : group->settings) {
      made.options.push_back(OptionOf(setting));
    }
  }
  groups.push_back(CommonOptions());
  return groups;
}

}  // namespace

Program RedlineProgram() {
  return {
      .name = "redline",
      .purpose = "find how many tasks per second workers on one Redis sustain",
      .description =
          {"redline starts worker processes and issues tasks to them at the rate that "
           "was asked for, whether they keep up or not. It watches every worker's "
           "backlog, and ends with a verdict, its bottleneck and, if asked, reports.",
           "Without a Redis that is named, redline starts a private redis-server for "
           "the run. In one that is named it deletes its own keys at the end, and "
           "touches no others.",
           "A flag overrides the environment, the environment the default; an empty "
           "variable is not set. If a flag is given twice, the last counts. A value may "
           "also stand after a blank: --num_workers 8.",
           "Ctrl-C ends the run with a report of the time until then; a second Ctrl-C "
           "waits only for the report files, a third for nothing."},
      .commands = {{.name = "",
                    .usages = {"[--flag[=value] ...]"},
                    .meaning = "",
                    .groups = Groups(),
                    .takes_paths = false}},
      .exit_codes = {runner::kExitCodeRows.begin(), runner::kExitCodeRows.end()},
      .variables = {{"NO_COLOR",
                     "If it is not empty, output is not coloured, unless "
                     "--color=always is given."},
                    {"TERM", "If it is dumb, there is neither colour nor a live view."},
                    {"TMPDIR", "The folder of a private Redis' socket and data."}},
      .files = {{"/dev/shm",
                 "Supervisor and workers share a file there that has no name "
                 "and goes with them."}},
      .examples =
          {{"redline --num_workers=28 --tasks_per_second=1000 "
            "--test_duration_seconds=60",
            "A test of one minute, on a private Redis."},
           {"REDIS_URL=redis://db.example.com redline --search=rate --num_workers=28 "
            "--report_html=search.html",
            "Searches for the highest rate on that Redis."},
           {"redline --workload=file:cart.task --slo='response.p99<50ms'",
            "A task of one's own, with a threshold."}},
      .see_also = {"redline-report(1)", "redis-server(1)"}};
}

}  // namespace redline::manual
