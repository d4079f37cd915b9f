#include "reporting/text/live_report.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "base/text/display_text.h"
#include "base/text/number_text.h"
#include "base/text/text_lines.h"
#include "reporting/model/timing_summary.h"
#include "reporting/tables/text_table.h"
#include "reporting/text/progress.h"
#include "reporting/text/report_blocks.h"
#include "reporting/text/sparkline.h"

namespace redline::reporting {
namespace {

using Lines = std::vector<StyledLine>;

// Trends on a very wide terminal are no easier to read.
constexpr std::size_t kWidestTrends = 80;
constexpr std::size_t kFewestBars = 8;
// As many of the worst workers are worth leaving out a table for.
constexpr std::size_t kWorkersWorthShowing = 5;

std::size_t WidthOf(const Lines& lines) {
  std::size_t width = 0;
  for (const StyledLine& line : lines) width = std::max(width, DisplayWidth(line.text));
  return width;
}

// A table's lines: the first is its title.
Lines TitledLines(const std::string& block) {
  Lines lines;
  for (const std::string_view line : LinesOf(block)) {
    lines.push_back({.text = std::string(line)});
  }
  if (!lines.empty()) lines.front().role = Role::kHeading;
  return lines;
}

Lines WrappedLines(std::string_view text, std::size_t max_width,
                   std::optional<Role> role = std::nullopt) {
  Lines lines;
  for (const std::string_view line : WrapToWidth(text, max_width)) {
    lines.push_back({.text = std::string(line), .role = role});
  }
  return lines;
}

// Two blocks beside each other, a blank column between them.
Lines Beside(const Lines& left, const Lines& right) {
  const std::size_t width = WidthOf(left) + 1;
  Lines out;
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    StyledLine line = i < left.size() ? left[i] : StyledLine{};
    if (i < right.size()) {
      line.text.append(width - DisplayWidth(line.text), ' ');
      line.text += right[i].text;
    }
    out.push_back(std::move(line));
  }
  return out;
}

std::optional<Role> BacklogRole(std::uint64_t backlog, const Result& result) {
  const auto limit = static_cast<double>(result.constants.max_worker_backlog);
  if (static_cast<double>(backlog) < kAlarmingBacklogShare * limit) return std::nullopt;
  return Role::kBad;
}

// The lines in place of Messaging Stats where there is no room for the table.
Lines MessagingLines(const Result& result, std::size_t max_width) {
  const Messaging& messaging = result.messaging;
  Lines lines = WrappedLines("sent " + CountText(messaging.tasks_sent) + ", received " +
                                 CountText(messaging.tasks_received) + ", completed " +
                                 CountText(messaging.tasks_completed) + ", failed " +
                                 CountText(messaging.tasks_failed),
                             max_width);
  std::string rates = "asked ";
  rates += result.stages.empty() ? ConstantText(messaging.asked_rate) + "/s"
                                 : FigureText(messaging.asked_rate) + "/s in the mean";
  if (messaging.delivered_rate) {
    rates += ", delivered " + FigureText(messaging.delivered_rate) + "/s";
  }
  if (const TimingSummary late = Summarize(messaging.lateness); late.p99) {
    rates += ", lateness p99 " + MillisecondsText(late.p99) + " ms, max " +
             MillisecondsText(late.max) + " ms";
  }
  for (StyledLine& line : WrappedLines(rates, max_width)) {
    lines.push_back(std::move(line));
  }
  return lines;
}

struct Trend {
  std::string label;
  std::string unit;
  std::vector<std::optional<double>> values;
  std::optional<Role> role{};

  std::string Now() const { return FigureText(values.back()) + " " + unit; }
  std::string Highest() const { return ", highest " + FigureText(HighestOf(values)); }
};

// A line each for rate, backlog and response; none before the first point. Where there is
// no room, they are too wide.
Lines TrendLines(const Result& result, std::size_t max_width) {
  std::array<Trend, 3> trends = {Trend{"completed", "tasks/s", {}},
                                 Trend{"worst backlog", "tasks", {}},
                                 Trend{"response p99", "ms", {}}};
  const std::vector<SeriesPoint>& points = result.series.points;
  for (const SeriesPoint& point : points) {
    if (IsShort(point, points)) continue;
    trends[0].values.emplace_back(static_cast<double>(point.completed) /
                                  point.length.count());
    trends[1].values.emplace_back(static_cast<double>(point.worst_backlog));
    trends[1].role = BacklogRole(point.worst_backlog, result);
    trends[2].values.push_back(
        point.response.p99 ? std::optional(point.response.p99->count()) : std::nullopt);
  }
  if (trends[0].values.empty()) return {};

  std::size_t label = 0;
  std::size_t now = 0;
  std::size_t highest = 0;
  for (const Trend& trend : trends) {
    label = std::max(label, trend.label.size() + 1);
    now = std::max(now, trend.Now().size() + 1);
    highest = std::max(highest, trend.Now().size() + 1 + trend.Highest().size());
  }
  const std::size_t width = std::min(max_width, kWidestTrends);
  const bool has_room = width >= label + kFewestBars + highest;
  const std::size_t beside = label + (has_room ? highest : now);
  const std::size_t bars = std::max(width, beside + kFewestBars) - beside;
  Lines lines;
  for (const Trend& trend : trends) {
    std::string text = trend.label + std::string(label - trend.label.size(), ' ');
    text += Sparkline(trend.values, bars) + " " + trend.Now();
    if (has_room) text += trend.Highest();
    lines.push_back({.text = text, .role = trend.role});
  }
  return lines;
}

Lines BottleneckLines(const Result& result, std::size_t max_width) {
  if (!result.bottleneck) return {};
  return WrappedLines("bottleneck so far: " + ToPrintable(result.bottleneck->sentence),
                      max_width);
}

// Some lines, and what a reader who does not see them is told to miss.
struct Part {
  std::string name;
  Lines lines;
};

// The parts that are shown, from the top, and those left out for them.
struct Layout {
  std::vector<const Part*> shown;
  std::vector<const Part*> left_out{};
  // So many rows of the worst workers at least; nothing for no such table.
  std::optional<std::size_t> worst_workers{};
};

class Fitter {
 public:
  Fitter(const Result& result, TerminalSize size) : result_(result), size_(size) {}

  // The lines of the layout, if there is room for them.
  std::optional<Lines> Fit(const Layout& layout) const {
    Lines lines;
    for (const Part* part : layout.shown) {
      lines.insert(lines.end(), part->lines.begin(), part->lines.end());
    }
    const Lines note = Note(layout.left_out);
    if (layout.worst_workers) {
      constexpr std::size_t kFrame = 5;  // A title, the header, three lines.
      const std::size_t used = lines.size() + note.size() + kFrame;
      const std::size_t rows = room() > used ? room() - used : 0;
      if (rows < *layout.worst_workers) return std::nullopt;
      const Lines worst = TitledLines(WorstWorkersBlock(result_, size_.columns, rows));
      lines.insert(lines.end(), worst.begin(), worst.end());
    }
    lines.insert(lines.end(), note.begin(), note.end());
    if (lines.size() > room() || WidthOf(lines) > size_.columns) return std::nullopt;
    return lines;
  }

 private:
  // The last row is the cursor's.
  std::size_t room() const { return size_.rows - 1; }

  // One line.
  Lines Note(const std::vector<const Part*>& left_out) const {
    std::string names;
    std::size_t count = 0;
    for (const Part* part : left_out) {
      if (part->lines.empty()) continue;
      ++count;
      names += (names.empty() ? "" : ", ") + part->name;
    }
    if (count == 0) return {};
    for (const std::string& text :
         {"... no room for: " + names,
          "... no room for " + CountText(count) + (count == 1 ? " part" : " parts"),
          std::string("... no room")}) {
      if (DisplayWidth(text) <= size_.columns) return {{.text = text}};
    }
    return {{.text = std::string(CutToWidth("...", size_.columns))}};
  }

  const Result& result_;
  const TerminalSize size_;
};

}  // namespace

std::vector<StyledLine> LiveReport(const Result& result, std::string_view progress_bar,
                                   std::optional<TerminalSize> size) {
  if (size) size = size->OrUsual();
  const std::size_t max_width = size ? size->columns : kUnlimitedWidth;
  const Part progress{"", {{.text = std::string(progress_bar)}}};
  const Part backlog{"", WrappedLines(WorstBacklogText(result), max_width,
                                      BacklogRole(WorstBacklog(result), result))};
  const Part stage{"stage", WrappedLines(StageText(result), max_width)};
  const Part messaging{"Messaging Stats", TitledLines(MessagingBlock(result, max_width))};
  const Part brief{"", MessagingLines(result, max_width)};
  const Part trends{"trends", TrendLines(result, max_width)};
  const Part bottleneck{"bottleneck", BottleneckLines(result, max_width)};
  const Part vitals{"Worker Vitals", TitledLines(VitalsBlock(result, max_width))};
  const Part timings{"Worker timings", TitledLines(TimingsBlock(result, max_width))};
  const Part constants{"Constants", TitledLines(ConstantsBlock(result, max_width))};
  const Part both{"", Beside(messaging.lines, constants.lines)};

  const Layout all{{&progress, &stage, &backlog, &messaging, &trends, &bottleneck,
                    &vitals, &timings, &constants}};
  if (!size) return *Fitter(result, {max_width, kUnlimitedWidth}).Fit(all);

  const std::size_t workers = std::min({kWorkersWorthShowing, result.workers.size(),
                                        static_cast<std::size_t>(std::max<std::int64_t>(
                                            result.constants.max_workers_display, 0))});
  const Fitter fitter(result, *size);
  for (const Layout& layout : {
           all,
           Layout{{&progress, &stage, &backlog, &both, &trends, &bottleneck, &vitals,
                   &timings}},
           Layout{{&progress, &stage, &backlog, &messaging, &trends, &bottleneck, &vitals,
                   &timings},
                  {&constants}},
           Layout{{&progress, &stage, &backlog, &both, &trends, &bottleneck, &vitals},
                  {&timings}},
           Layout{
               {&progress, &stage, &backlog, &messaging, &trends, &bottleneck, &vitals},
               {&timings, &constants}},
           Layout{{&progress, &stage, &backlog, &both, &trends, &bottleneck},
                  {&vitals, &timings},
                  workers},
           Layout{{&progress, &stage, &backlog, &messaging, &trends, &bottleneck},
                  {&vitals, &timings, &constants},
                  workers},
           Layout{{&progress, &stage, &backlog, &brief, &trends, &bottleneck},
                  {&messaging, &vitals, &timings, &constants},
                  std::min<std::size_t>(workers, 1)},
           Layout{{&progress, &stage, &backlog, &brief, &trends, &bottleneck},
                  {&messaging, &vitals, &timings, &constants}},
           Layout{{&progress, &stage, &backlog, &brief, &trends},
                  {&messaging, &bottleneck, &vitals, &timings, &constants}},
           Layout{{&progress, &stage, &backlog, &brief, &bottleneck},
                  {&messaging, &trends, &vitals, &timings, &constants}},
           Layout{{&progress, &stage, &backlog, &brief},
                  {&messaging, &trends, &bottleneck, &vitals, &timings, &constants}},
           Layout{{&progress, &stage, &backlog},
                  {&messaging, &trends, &bottleneck, &vitals, &timings, &constants}},
           Layout{{&progress, &stage, &backlog}},
           Layout{{&progress, &backlog}, {&stage}},
           Layout{{&progress, &backlog}},
       }) {
    if (std::optional<Lines> lines = fitter.Fit(layout)) return *std::move(lines);
  }
  return progress.lines;
}

}  // namespace redline::reporting
