#include "runner/settings/setting_text.h"

#include <type_traits>
#include <variant>

#include "base/ascii.h"
#include "base/text/number_text.h"

namespace redline::runner {
namespace {

template <class TextOfChoice>
std::string Join(std::span<const Choice> choices, TextOfChoice text) {
  std::string joined;
  for (const Choice& choice : choices) {
    if (!joined.empty()) joined += &choice == &choices.back() ? " or " : ", ";
    joined += text(choice);
  }
  return joined;
}

std::string WordWithMeaning(const Choice& choice) {
  const std::string word(choice.word);
  return choice.meaning.empty() ? word : word + " (" + std::string(choice.meaning) + ")";
}

}  // namespace

std::string VariableOf(const Setting& setting) { return UpperCase(setting.name); }

std::string FlagAndVariable(const Setting& setting) {
  const std::string flag = "--" + std::string(setting.name);
  return setting.flag_only ? flag : flag + " (" + VariableOf(setting) + ")";
}

std::vector<std::string> VariablesOf(const Setting& setting) {
  std::vector<std::string> variables;
  for (const std::string& name :
       {std::string(setting.first_variable), setting.flag_only ? "" : VariableOf(setting),
        std::string(setting.last_variable)}) {
    if (!name.empty()) variables.push_back(name);
  }
  return variables;
}

std::string WordsOf(const Setting& setting) {
  return Join(setting.choices, [](const Choice& choice) { return choice.word; });
}

std::string BoundsText(const Bounds& bounds) {
  return "from " + ConstantText(bounds.least) + " to " + ConstantText(bounds.most);
}

std::string ValuesOf(const Setting& setting) {
  if (setting.bounds) {
    const bool whole = std::holds_alternative<std::int64_t>(setting.fallback);
    return (whole ? "whole number " : "number ") + BoundsText(*setting.bounds);
  }
  if (std::holds_alternative<bool>(setting.fallback)) return "true or false";
  return setting.choices.empty() ? "text" : WordsOf(setting);
}

std::string HelpOf(const Setting& setting) {
  constexpr std::string_view kPlace = "{}";
  std::string help(setting.help);
  const std::size_t place = help.find(kPlace);
  if (place == std::string::npos) return help;
  return help.replace(place, kPlace.size(), Join(setting.choices, WordWithMeaning));
}

std::string DefaultOf(const Setting& setting) {
  if (setting.help.find("(default:") != std::string_view::npos) return "";
  return std::visit(
      []<class T>(const T& fallback) -> std::string {
        if constexpr (std::is_same_v<T, std::string_view>) {
          return std::string(fallback);
        } else if constexpr (std::is_same_v<T, bool>) {
          return "";
        } else {
          return ConstantText(static_cast<double>(fallback));
        }
      },
      setting.fallback);
}

}  // namespace redline::runner
