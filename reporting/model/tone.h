// How good an ending is for whoever waits for it: its colour, on a terminal and in a
// page.
//
// The endings' tables hold it (verdict.h, search_result.h).
#ifndef REDLINE_REPORTING_MODEL_TONE_H_
#define REDLINE_REPORTING_MODEL_TONE_H_

#include <array>

#include "base/enum_table.h"

namespace redline::reporting {

enum class Tone {
  kGood,
  kDoubt,  // Inconclusive, or true with a reservation.
  kBad,
};

// The names are classes of reporting/page/html/report.css.
inline constexpr std::array kTones = std::to_array<EnumName<Tone>>({
    {Tone::kGood, "good"},
    {Tone::kDoubt, "doubt"},
    {Tone::kBad, "bad"},
});
constexpr const auto& TableOf(Tone) { return kTones; }

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_TONE_H_
