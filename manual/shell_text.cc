#include "manual/shell_text.h"

#include <cstddef>

namespace redline::manual {

std::string Typed(const Word& word) {
  const std::size_t colon = word.text.find(':');
  return colon == std::string::npos ? word.text : word.text.substr(0, colon + 1);
}

std::string TypedWords(const std::vector<Word>& words) {
  std::string joined;
  for (const Word& word : words) joined += (joined.empty() ? "" : " ") + Typed(word);
  return joined;
}

std::string TypedFlag(const Option& option) {
  return "--" + option.name + (option.takes == Takes::kNothing ? "" : "=");
}

std::string FunctionOf(const Program& program) {
  return "_" + Replaced(program.name, "-", "_");
}

std::string Replaced(std::string text, std::string_view place, std::string_view by) {
  for (std::size_t at = text.find(place); at != std::string::npos;
       at = text.find(place, at + by.size())) {
    text.replace(at, place.size(), by);
  }
  return text;
}

}  // namespace redline::manual
