#include "base/flag_suggestion.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "base/ascii.h"

namespace redline {
namespace {

using Names = std::vector<std::string_view>;

// More names would be no suggestion but a list.
constexpr std::size_t kMost = 4;

// As flags are written here.
std::string OurSpelling(std::string_view name) {
  std::string ours = LowerCase(name);
  std::ranges::replace(ours, '-', '_');
  return ours;
}

// The edits that turn one name into the other: a letter more, less or another, or two
// that have changed places (the optimal string alignment distance).
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::vector<std::size_t> next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = row[j - 1] + (a[i - 1] != b[j - 1]);
      next[j] = std::min({replace, next[j - 1] + 1, row[j] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) next[j] = std::min(next[j], before[j - 2] + 1);
    }
    std::swap(before, row);
    std::swap(row, next);
  }
  return row.back();
}

// Whether the words of one name are words of the other, side by side: "per_second".
bool HasWords(std::string_view name, std::string_view words) {
  return ("_" + std::string(name) + "_").find("_" + std::string(words) + "_") !=
         std::string::npos;
}

template <typename Condition>
Names FewOf(const Names& known, Condition condition) {
  Names few;
  std::ranges::copy_if(known, std::back_inserter(few), condition);
  if (few.size() > kMost) few.clear();
  return few;
}

// The name from which this one differs least, by less than `limit` edits.
Names Nearest(std::string_view name, const Names& known,
              const std::vector<ForeignName>& foreign, std::size_t limit) {
  std::string_view nearest;
  const auto look_at = [&](std::string_view candidate, std::string_view flag) {
    const std::size_t distance = EditDistance(name, candidate);
    if (distance >= limit) return;
    limit = distance;
    nearest = flag;
  };
  for (const std::string_view flag : known) look_at(flag, flag);
  for (const ForeignName& other : foreign) look_at(other.foreign, other.flag);
  return nearest.empty() ? Names() : Names{nearest};
}

}  // namespace

Names MeantFlags(std::string_view name, const Names& known,
                 const std::vector<ForeignName>& foreign) {
  const std::string ours = OurSpelling(name);
  auto same = FewOf(known, [&](std::string_view flag) { return flag == ours; });
  if (!same.empty()) return same;
  const auto known_elsewhere = std::ranges::find(foreign, ours, &ForeignName::foreign);
  if (known_elsewhere != foreign.end()) return {known_elsewhere->flag};
  auto begins =
      FewOf(known, [&](std::string_view flag) { return flag.starts_with(ours + "_"); });
  if (!begins.empty()) return begins;
  constexpr std::size_t kShort = 4;  // Where one letter is a good part of the word.
  if (ours.size() >= kShort) {
    Names slip = Nearest(ours, known, foreign, 2);
    if (!slip.empty()) return slip;
  }
  auto has = FewOf(known, [&](std::string_view flag) { return HasWords(flag, ours); });
  if (!has.empty()) return has;
  // A slip changes less than half of a name.
  Names nearest = Nearest(ours, known, {}, std::max<std::size_t>(ours.size() / 2, 2));
  if (!nearest.empty()) return nearest;
  return FewOf(known, [&](std::string_view flag) { return HasWords(ours, flag); });
}

std::string Suggestion(const Names& meant) {
  if (meant.empty()) return "; --help lists them.";
  std::string text = "; did you mean ";
  for (std::size_t i = 0; i < meant.size(); ++i) {
    if (i > 0) text += i + 1 < meant.size() ? ", " : " or ";
    text.append("--").append(meant[i]);
  }
  return text + "?";
}

std::string DidYouMean(std::string_view name, const Names& known) {
  const Names meant = MeantFlags(name, known, {});
  return meant.empty() ? "" : "; did you mean " + std::string(meant.front()) + "?";
}

}  // namespace redline
