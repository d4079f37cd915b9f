#include "reporting/published/published_page.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/text/display_text.h"
#include "base/text/text_lines.h"
#include "reporting/published/page_claims.h"
#include "reporting/published/page_text.h"

namespace redline::reporting {
namespace {

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A heading's words, without what marks them and what closes them ("### Test 1: ###").
std::string HeadingText(std::string_view line) {
  std::string text(line);
  std::erase_if(text, [](char c) { return c == '`' || c == '*'; });
  text = WithSingleSpaces(text);
  const std::size_t last = text.find_last_not_of("#: ");
  text.resize(last == std::string::npos ? 0 : last + 1);
  return WithSingleSpaces(
      text.substr(std::min(text.find_first_not_of('#'), text.size())));
}

// The rest of a text after `word` and a separator that joins them to a number or a name;
// nothing if the text begins otherwise.
std::optional<std::string> BehindWord(std::string_view text, std::string_view word) {
  const std::string lower = LowerCase(text);
  if (!lower.starts_with(word)) return std::nullopt;
  return std::string(Trim(std::string_view(lower).substr(
      std::min(lower.find_first_not_of(" #:", word.size()), lower.size()))));
}

// "1" of "Test 1", "test #1" and "Test 1: more workers"; nothing of other headings.
std::optional<std::string> TestNumber(std::string_view heading) {
  const auto rest = BehindWord(heading, "test");
  if (!rest) return std::nullopt;
  const std::size_t end = std::min(rest->find_first_not_of("0123456789"), rest->size());
  return end == 0 ? std::nullopt : std::optional(rest->substr(0, end));
}

// By which a test's claims and its results are found to be of one test.
std::string KeyOf(std::string_view heading) {
  const auto number = TestNumber(heading);
  return number ? "test " + *number : LowerCase(heading);
}

bool IsDyno(std::string_view heading, std::size_t level) {
  constexpr std::size_t kDynoLevel = 4;
  constexpr std::size_t kLongestName = 2;  // "A", "12"; not "size".
  const auto name = BehindWord(heading, "dyno");
  if (!name) return false;
  return level == kDynoLevel ||
         (level == kDynoLevel - 1 && !name->empty() && name->size() <= kLongestName);
}

// Whether a table has constants or messaging stats.
bool HasKnownValues(const PageTable& table) {
  constexpr std::array<std::string_view, 6> kKnown = {
      "TASKS_PER_SECOND", "NUM_WORKERS",     "MAX_WORKER_BACKLOG",
      "Tasks Sent",       "Tasks Completed", "Uptime Seconds"};
  return std::ranges::any_of(table.rows, [&](const PageTable::Row& row) {
    return std::ranges::find(kKnown, row[0]) != kKnown.end();
  });
}

bool IsValues(const PageTable& table) {
  return table.header.size() == 2 && table.HasColumn("Values");
}

class Reader {
 public:
  PublishedPage Read(std::string_view markdown) {
    std::vector<std::string> lines;
    for (const std::string_view line : LinesOf(markdown)) {
      lines.emplace_back(Trim(WithoutInvisible(ToPrintable(line))));
    }
    page_.lines = lines.size();
    std::size_t next = 0;
    while (next < lines.size()) {
      if (BeginsTable(lines[next])) {
        Take(ReadTable(lines, next));
        continue;
      }
      const std::string_view line = lines[next++];
      if (line.starts_with('#')) {
        ReadHeading(line, next);
      } else if (line.starts_with("```")) {
        parts_.back().has_fence = true;
      } else if (in_run_ || IsLoneStatus(line)) {
        ReadRunLine(line);
      } else if (parts_.back().runs == 0) {
        ReadText(line);
      }
    }
    NumberTwins();
    ShareClaims();
    NameTheUnread();
    return std::move(page_);
  }

 private:
  static constexpr std::string_view kStatus = "status: test ";

  // The part below one heading of a test; the first, and those without a title, belong to
  // no test.
  struct Part {
    std::string title;
    std::size_t line = 0;
    bool in_results = false;
    bool has_fence = false;
    bool has_claims = false;
    ClaimsReader claims{};
    std::size_t runs = 0;
  };

  // The last line of an output that has lost its tables.
  bool IsLoneStatus(std::string_view line) const {
    return parts_.back().in_results && LowerCase(line).starts_with(kStatus);
  }

  void ReadText(std::string_view line) {
    const std::string_view item = ListItem(line);
    if (item.empty()) return;
    parts_.back().claims.Read(item);
    parts_.back().has_claims = true;
  }

  static std::string_view ListItem(std::string_view line) {
    constexpr std::string_view kBullets = "-*+";
    if (line.size() < 2 || kBullets.find(line[0]) == kBullets.npos) return {};
    if (line[1] != ' ' && !(line[0] == '-' && line[1] == '`')) return {};
    return Trim(line.substr(1));
  }

  void ReadHeading(std::string_view line, std::size_t number) {
    constexpr std::size_t kTestLevel = 3;
    constexpr std::size_t kLowestLevel = 4;
    const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
    const std::string text = HeadingText(line);
    const bool is_dyno = IsDyno(text, level);
    const bool is_test =
        !is_dyno && (level == kTestLevel || TestNumber(text).has_value());
    if (level > kLowestLevel && !is_test) return;
    in_run_ = false;
    heading_ = text;
    heading_line_ = number;
    below_test_.clear();
    if (is_test) {
      parts_.push_back({.title = text, .line = number, .in_results = in_results_});
    } else if (level < kTestLevel) {
      in_results_ = Contains(LowerCase(text), "result");
      parts_.push_back({.title = "", .line = number, .in_results = in_results_});
    } else {
      below_test_ = text;
    }
    if (is_dyno) BeginRun();
  }

  PublishedRun& BeginRun() {
    in_run_ = true;
    Part& part = parts_.back();
    ++part.runs;
    PublishedRun& run = page_.runs.emplace_back();
    run.test = part.title;
    run.dyno = below_test_;
    run.heading = heading_;
    run.line = std::max<std::size_t>(1, heading_line_);
    run.part = parts_.size() - 1;
    return run;
  }

  PublishedRun& CurrentRun() { return in_run_ ? page_.runs.back() : BeginRun(); }

  void ReadRunLine(std::string_view line) {
    PublishedRun& run = CurrentRun();
    const std::string text = LowerCase(line);
    if (text.starts_with(kStatus)) run.succeeded = SuccessIn(text.substr(kStatus.size()));
    if (Contains(text, "reached backlog limit")) run.failure = line;
    if (Contains(text, "hidden worker")) run.hidden_workers = FigureAfter(text, "plus:");
    for (const std::string_view marker : {"run for:", "running time"}) {
      // Not what comes after a figure that is missing.
      const std::string_view part =
          std::string_view(text).substr(0, text.find(',', text.find(marker)));
      if (const auto seconds = FigureAfter(part, marker)) run.ran_for = seconds;
    }
    if (const auto seconds = FigureAfter(text, "warmup period:")) run.warmup = seconds;
  }

  void Take(PageTable table) {
    const bool is_known = table.HasColumn("pid") || table.HasColumn("task mean (ms)") ||
                          (IsValues(table) && HasKnownValues(table));
    if (!in_run_ && !is_known) return;
    PublishedRun& run = CurrentRun();
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
    } else if (IsValues(table)) {
      bool again = false;
      for (const PageTable::Row& row : table.rows) {
        if (!run.values.emplace(row[0], row[1]).second) again = true;
      }
      if (again) {
        run.flaws.push_back(where + " has values that the run already has; the first " +
                            "are kept.");
      }
    } else if (!table.damaged) {
      run.flaws.push_back(where + " is of an unknown kind and left out.");
    }
  }

  bool IsOfATest(const Part& part) const { return !part.title.empty(); }

  // The parts of one test that have runs, or that have none but claims.
  std::vector<Part*> PartsOf(const std::string& key, bool with_runs) {
    std::vector<Part*> found;
    for (Part& part : parts_) {
      if (!IsOfATest(part) || KeyOf(part.title) != key) continue;
      if (with_runs ? part.runs > 0 : part.runs == 0 && part.has_claims) {
        found.push_back(&part);
      }
    }
    return found;
  }

  struct Twins {
    std::size_t place = 1;  // This one among them.
    std::size_t count = 1;
  };

  Twins OfOneTest(const Part& part) {
    if (!IsOfATest(part)) return {};
    const std::vector<Part*> parts = PartsOf(KeyOf(part.title), true);
    const auto place = std::ranges::find(parts, &part) - parts.begin() + 1;
    return {.place = static_cast<std::size_t>(place), .count = parts.size()};
  }

  Twins OfOneDyno(const PublishedRun& run) const {
    Twins twins{.place = 0, .count = 0};
    for (const PublishedRun& other : page_.runs) {
      if (other.part != run.part || KeyOf(other.dyno) != KeyOf(run.dyno)) continue;
      ++twins.count;
      if (other.line <= run.line) ++twins.place;
    }
    return twins;
  }

  // Two runs of one name get another: "Test 1 (2)", "Dyno A (2)".
  void NumberTwins() {
    std::vector<Twins> dynos;
    for (const PublishedRun& run : page_.runs) dynos.push_back(OfOneDyno(run));
    for (std::size_t i = 0; i < page_.runs.size(); ++i) {
      PublishedRun& run = page_.runs[i];
      Number(run, run.test, OfOneTest(parts_[run.part]));
      Number(run, run.dyno.empty() ? run.heading : run.dyno, dynos[i]);
    }
  }

  static void Number(PublishedRun& run, std::string& name, Twins twins) {
    if (twins.count < 2) return;
    run.flaws.push_back("The page has " + std::to_string(twins.count) + " outputs of " +
                        name + "; this is number " + std::to_string(twins.place) + ".");
    if (twins.place > 1) name += " (" + std::to_string(twins.place) + ")";
  }

  // If two tests have one number, the first list belongs to the first output.
  void ShareClaims() {
    for (PublishedRun& run : page_.runs) {
      const Part& part = parts_[run.part];
      PageClaims claims = part.claims.claims();
      if (IsOfATest(part)) {
        const std::vector<Part*> lists = PartsOf(KeyOf(part.title), false);
        const std::size_t place = OfOneTest(part).place - 1;
        if (place < lists.size()) {
          claims = Overriding(std::move(claims), lists[place]->claims.claims());
        }
      }
      run.claims = Overriding(std::move(claims), PagesOwn());
    }
  }

  PageClaims PagesOwn() const {
    PageClaims claims;
    for (const Part& part : parts_) {
      if (!IsOfATest(part)) claims = Overriding(part.claims.claims(), claims);
    }
    return claims;
  }

  // Whether the results have a heading for what this part of the text speaks of.
  bool HasOutput(const Part& part) {
    const std::string key = KeyOf(part.title);
    const auto is_output = [&](const Part& other) {
      return KeyOf(other.title) == key && (other.runs > 0 || other.in_results);
    };
    const std::vector<Part*> lists = PartsOf(key, false);
    const auto place = std::ranges::find(lists, &part) - lists.begin();
    return place < std::ranges::count_if(parts_, is_output);
  }

  void NameTheUnread() {
    std::vector<PublishedRun> read;
    for (PublishedRun& run : page_.runs) {
      if (run.values.empty() && !run.vitals) {
        page_.unread.push_back({.name = run.Name(), .line = run.line});
      } else {
        read.push_back(std::move(run));
      }
    }
    page_.runs = std::move(read);
    for (const Part& part : parts_) {
      if (!IsOfATest(part) || part.runs > 0) continue;
      if (part.in_results && (TestNumber(part.title) || part.has_fence)) {
        page_.unread.push_back({.name = part.title, .line = part.line});
      } else if (!part.in_results && TestNumber(part.title) && !HasOutput(part)) {
        page_.unread.push_back(
            {.name = part.title, .line = part.line, .is_only_claimed = true});
      }
    }
    std::ranges::sort(page_.unread, {}, &UnreadRun::line);
  }

  PublishedPage page_;
  std::vector<Part> parts_{Part()};
  std::string heading_;
  std::size_t heading_line_ = 0;
  std::string below_test_;  // A heading below the test's: "Dyno A".
  bool in_results_ = false;
  bool in_run_ = false;
};

}  // namespace

std::string PublishedRun::Name() const {
  if (test.empty() && dyno.empty()) return heading;
  return test + (test.empty() || dyno.empty() ? "" : ", ") + dyno;
}

std::optional<double> PublishedRun::SaidToFailAfter() const {
  const auto found = claims.failed_after.find(dyno.empty() ? "" : DynoKey(dyno));
  return found == claims.failed_after.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> PublishedRun::Value(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() ? std::nullopt : ParseFigure(found->second);
}

PublishedPage ReadPublishedPage(std::string_view markdown) {
  return Reader().Read(markdown);
}

}  // namespace redline::reporting
