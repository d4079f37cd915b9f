// When output is coloured.
#ifndef REDLINE_RUNNER_COLOR_MODE_H_
#define REDLINE_RUNNER_COLOR_MODE_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace redline::runner {

enum class ColorMode {
  kAuto,    // On a terminal, unless NO_COLOR asks for none (https://no-color.org).
  kAlways,  // Whatever the output is.
  kNever,
};

inline constexpr std::array kColorModes = {ColorMode::kAuto, ColorMode::kAlways,
                                           ColorMode::kNever};

// "auto", "always", "never".
constexpr std::string_view NameOf(ColorMode mode) {
  switch (mode) {
    case ColorMode::kAuto:
      return "auto";
    case ColorMode::kAlways:
      return "always";
    case ColorMode::kNever:
      return "never";
  }
  return "";
}

constexpr std::optional<ColorMode> ParseColorMode(std::string_view name) {
  for (const ColorMode mode : kColorModes) {
    if (name == NameOf(mode)) return mode;
  }
  return std::nullopt;
}

// `terminal` is whether the output is a terminal that knows sequences; `no_color` the
// value of NO_COLOR, if it is set: any but the empty one asks for no colour.
inline bool IsColored(ColorMode mode, bool terminal,
                      const std::optional<std::string>& no_color) {
  if (mode != ColorMode::kAuto) return mode == ColorMode::kAlways;
  return terminal && (!no_color || no_color->empty());
}

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_COLOR_MODE_H_
