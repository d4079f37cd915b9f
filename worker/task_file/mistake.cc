#include "worker/task_file/mistake.h"

#include <algorithm>
#include <vector>

#include "base/text/display_text.h"
#include "worker/task_file/source_lines.h"

namespace redline::worker::task_file {

std::string Quoted(std::string_view text) {
  constexpr std::size_t kMost = 60;
  constexpr std::size_t kBytesOfACharacter = 4;
  const std::string printable = ToPrintable(text.substr(0, kMost * kBytesOfACharacter));
  const std::string_view shown = CutToWidth(printable, kMost);
  const bool all = text.size() <= kMost * kBytesOfACharacter && shown == printable;
  return "\"" + std::string(shown) + (all ? "\"" : "...\"");
}

std::string Sentence(std::string_view file, std::string_view text,
                     const Mistake& mistake) {
  const auto [line, column] = mistake.at();
  const std::vector<std::string_view> lines = SourceLines(text);
  const std::string_view before =
      line <= lines.size() ? lines[line - 1].substr(0, column - 1) : "";
  const auto characters = std::ranges::count_if(
      before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  std::string sentence = std::string(file) + ":" + std::to_string(line) + ":" +
                         std::to_string(characters + 1) + ": " + mistake.what();
  if (!sentence.ends_with('?')) sentence += '.';
  return sentence;
}

}  // namespace redline::worker::task_file
