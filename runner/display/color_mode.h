// When output is coloured.
#ifndef REDLINE_RUNNER_DISPLAY_COLOR_MODE_H_
#define REDLINE_RUNNER_DISPLAY_COLOR_MODE_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/enum_table.h"

namespace redline::runner {

enum class ColorMode {
  kAuto,    // On a terminal, unless NO_COLOR asks for none (https://no-color.org).
  kAlways,  // Whatever the output is.
  kNever,
};

struct ColorModeRow {
  ColorMode value;
  std::string_view name;
  std::string_view meaning = {};  // In --help, where the name alone does not tell.
};

inline constexpr std::array kColorModes = std::to_array<ColorModeRow>({
    {ColorMode::kAuto, "auto", "on a terminal, and not where NO_COLOR is set"},
    {ColorMode::kAlways, "always"},
    {ColorMode::kNever, "never"},
});
constexpr const auto& TableOf(ColorMode) { return kColorModes; }

constexpr std::optional<ColorMode> ParseColorMode(std::string_view name) {
  return ParseEnum<ColorMode>(name);
}

// `terminal` is whether the output is a terminal that knows sequences; `no_color` the
// value of NO_COLOR, if it is set: any but the empty one asks for no colour.
inline bool IsColored(ColorMode mode, bool terminal,
                      const std::optional<std::string>& no_color) {
  if (mode != ColorMode::kAuto) return mode == ColorMode::kAlways;
  return terminal && (!no_color || no_color->empty());
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_DISPLAY_COLOR_MODE_H_
