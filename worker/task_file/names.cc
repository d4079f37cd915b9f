#include "worker/task_file/names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/flag_suggestion.h"

namespace redline::worker::task_file {
namespace {

// What a name could be taken for. Functions are told apart by their "(".
constexpr std::array kWords = std::to_array<std::string_view>(
    {"seq", "worker", "workers", "count", "now_ms", "now_s", "nil", "not", "and", "or",
     "times", "expect", "allow"});

bool IsOfSection(const Name& name) {
  return name.kind == Name::Kind::kValue || name.kind == Name::Kind::kAnswer;
}

}  // namespace

Extraction& Answer::Use(const Path& path, Slot slot_if_new) {
  const auto known = std::ranges::find(uses, path, &Extraction::path);
  if (known != uses.end()) return *known;
  return uses.emplace_back(path, slot_if_new);
}

void Names::BeginSection() {
  std::erase_if(names_, [](const auto& named) { return IsOfSection(named.second); });
}

void Names::EndPipeline() {
  for (auto& [name, what] : names_) {
    what.in_pipeline_loop = false;
    what.expected_in_line = 0;
  }
}

Name* Names::Find(std::string_view name) {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : &found->second;
}

void Names::AddGlobal(const NewName& name, Name::Kind kind, Slot slot) {
  RefuseWordOfLanguage(name);
  const auto [added, is_new] = names_.try_emplace(
      name.name, Name{.kind = kind, .line = name.at.line, .slot = slot});
  if (is_new) return;
  throw Mistake(name.at, "a name that is not given yet",
                Quoted(name.name) + ", which line " + std::to_string(added->second.line) +
                    " gives");
}

Names::Given Names::Give(const NewName& name, Name::Kind kind) {
  RefuseWordOfLanguage(name);
  const auto [added, is_new] =
      names_.try_emplace(name.name, Name{.kind = kind, .line = name.at.line});
  if (!is_new && added->second.kind != kind) {
    constexpr std::array kThings =
        std::to_array<std::string_view>({"a param", "a script", "a value", "an answer"});
    throw Mistake(name.at, "a name that means nothing else",
                  Quoted(name.name) + ", which is " +
                      std::string(kThings[static_cast<std::size_t>(added->second.kind)]) +
                      " in line " + std::to_string(added->second.line));
  }
  return {added->second, is_new};
}

std::string Names::DidYouMean(std::string_view name,
                              std::vector<std::string_view> others) const {
  for (const auto& [known, what] : names_) others.push_back(known);
  return redline::DidYouMean(name, others);
}

void Names::RefuseWordOfLanguage(const NewName& name) {
  if (std::ranges::find(kWords, name.name) == kWords.end()) return;
  throw Mistake(name.at, "a name of your own",
                Quoted(name.name) + ", which is a word of the language");
}

}  // namespace redline::worker::task_file
