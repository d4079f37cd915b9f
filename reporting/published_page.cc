#include "reporting/published_page.h"

#include <algorithm>
#include <utility>

#include "reporting/display_text.h"
#include "reporting/page_text.h"
#include "reporting/text_lines.h"

namespace redline::reporting {
namespace {

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// "Success", "succeded" (as the seed writes it), "succeeded"; "Failed".
std::optional<bool> Success(std::string_view lower) {
  if (lower.starts_with("succe")) return true;
  if (lower.starts_with("fail")) return false;
  return std::nullopt;
}

class Reader {
 public:
  PublishedPage Read(std::string_view markdown) {
    std::vector<std::string> lines;
    for (const std::string_view line : LinesOf(markdown)) {
      lines.emplace_back(Trim(ToPrintable(line)));
    }
    page_.lines = lines.size();
    std::size_t next = 0;
    while (next < lines.size()) {
      if (BeginsTable(lines[next])) {
        PageTable table = ReadTable(lines, next);
        if (in_run_) Take(std::move(table));
        continue;
      }
      const std::string_view line = lines[next++];
      if (line.starts_with('#')) {
        ReadHeading(line, next);
      } else if (in_run_) {
        ReadRunLine(line);
      } else if (line.starts_with("- ") || line.starts_with("* ")) {
        ReadClaim(line.substr(2));
      }
    }
    return std::move(page_);
  }

 private:
  void ReadHeading(std::string_view line, std::size_t number) {
    constexpr std::size_t kTestLevel = 3;
    constexpr std::size_t kDynoLevel = 4;
    const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
    const std::string_view text = Trim(line.substr(level));
    if (level > kDynoLevel) return;
    in_run_ = level == kDynoLevel && LowerCase(text).starts_with("dyno");
    if (level < kTestLevel) test_.clear();
    if (level == kTestLevel) test_ = text;
    if (!in_run_) return;
    PublishedRun& run = page_.runs.emplace_back();
    run.test = test_;
    run.dyno = text;
    run.line = number;
  }

  void ReadClaim(std::string_view line) {
    std::string text = LowerCase(line);
    std::erase(text, '`');
    if (test_.empty()) {
      ReadParameter(text);
    } else {
      ReadTestClaim(text);
    }
  }

  void ReadParameter(std::string_view text) {
    const auto number = FigureAfter(text);
    if (Contains(text, "concurrency")) {
      page_.concurrency = FigureAfter(text, "concurrency");
    } else if (Contains(text, "second") && Contains(text, "duration")) {
      page_.duration = number;
    } else if (Contains(text, "kb") && Contains(text, "payload")) {
      page_.payload_kb = number;
    } else if (Contains(text, "flats")) {
      page_.flats = number;
    } else if (Contains(text, " dyno") && number && text.front() >= '0' &&
               text.front() <= '9') {
      page_.dynos = number;
    }
  }

  void ReadTestClaim(std::string_view text) {
    constexpr std::string_view kStatus = "status:";
    if (page_.tests.empty() || page_.tests.back().test != test_) {
      page_.tests.emplace_back().test = test_;
    }
    TestClaims& claims = page_.tests.back();
    if (text.starts_with(kStatus)) {
      claims.succeeded = Success(Trim(text.substr(kStatus.size())));
    } else if (Contains(text, "tasks per second")) {
      claims.dyno_rate = FigureAfter(text);
      claims.rate = FigureAfter(text, "=");
    } else if (text.starts_with("dyno") && Contains(text, "second")) {
      const auto seconds = FigureAfter(text, " in ");
      if (seconds) {
        claims.failed_after[std::string(text.substr(0, text.find(" in ")))] = *seconds;
      }
    }
  }

  void ReadRunLine(std::string_view line) {
    constexpr std::string_view kStatus = "status: test ";
    PublishedRun& run = page_.runs.back();
    const std::string text = LowerCase(line);
    if (text.starts_with(kStatus)) run.succeeded = Success(text.substr(kStatus.size()));
    if (Contains(text, "reached backlog limit")) run.failure = line;
    if (Contains(text, "hidden worker")) run.hidden_workers = FigureAfter(text, "plus:");
    for (const std::string_view marker : {"run for:", "running time"}) {
      if (const auto seconds = FigureAfter(text, marker)) run.ran_for = seconds;
    }
    if (const auto seconds = FigureAfter(text, "warmup period:")) run.warmup = seconds;
  }

  void Take(PageTable table) {
    PublishedRun& run = page_.runs.back();
    const std::string where = "The table in line " + std::to_string(table.line);
    if (table.damaged) {
      run.flaws.push_back(where + " is cut off or has broken rows; those are left out.");
    }
    const auto keep = [&](std::optional<PageTable>& place) {
      if (place) {
        run.flaws.push_back(where + " is the run's second of its kind and left out.");
      } else {
        place = std::move(table);
      }
    };
    if (table.HasColumn("pid")) {
      keep(run.vitals);
    } else if (table.HasColumn("task mean (ms)")) {
      keep(run.timings);
    } else if (table.header.size() == 2 && table.HasColumn("Values")) {
      bool again = false;
      for (const PageTable::Row& row : table.rows) {
        if (!run.values.emplace(row[0], row[1]).second) again = true;
      }
      if (again) {
        run.flaws.push_back(where + " has values that the run has already; the first " +
                            "are kept.");
      }
    } else if (!table.damaged) {
      run.flaws.push_back(where + " is of an unknown kind and left out.");
    }
  }

  PublishedPage page_;
  std::string test_;  // Whose part of the page this is; empty before any.
  bool in_run_ = false;
};

}  // namespace

std::optional<double> PublishedRun::Value(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() ? std::nullopt : ParseFigure(found->second);
}

const TestClaims* PublishedPage::ClaimsOf(std::string_view test) const {
  const auto found = std::ranges::find(tests, test, &TestClaims::test);
  return found == tests.end() ? nullptr : &*found;
}

PublishedPage ReadPublishedPage(std::string_view markdown) {
  return Reader().Read(markdown);
}

}  // namespace redline::reporting
