// How words of a report are painted: each has a role, and a Style knows what escape
// sequence (ECMA-48's SGR) stands for it, or that there is none.
//
// The 16 colours are the terminal's own, so they are readable on its background, light or
// dark. A sequence takes no cell: text is measured and cut before it is painted. Only a
// Style makes sequences; those in what is shown are made blanks by ToPrintable.
#ifndef REDLINE_REPORTING_TABLES_STYLE_H_
#define REDLINE_REPORTING_TABLES_STYLE_H_

#include <optional>
#include <string>
#include <string_view>

#include "reporting/model/tone.h"

namespace redline::reporting {

enum class Role {
  kHeading,
  kGood,      // Succeeded.
  kDoubtful,  // Inconclusive, or a warning.
  kBad,       // Failed, violated, about to fail.
};

Role RoleOf(Tone tone);

class Style {
 public:
  // Paints nothing.
  Style() = default;
  static Style Colored() {
    Style style;
    style.colored_ = true;
    return style;
  }

  // The text between the role's sequence and that which ends it; as it is without a role
  // or without a style. REQUIRES: the text is one line, without its end.
  std::string Paint(std::optional<Role> role, std::string_view text) const;

 private:
  bool colored_ = false;
};

// A line that is painted as a whole, when it has been cut to the terminal's width.
struct StyledLine {
  std::string text{};  // Without its end.
  std::optional<Role> role{};

  friend bool operator==(const StyledLine&, const StyledLine&) = default;
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TABLES_STYLE_H_
