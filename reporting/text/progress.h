// How far a run has come, in words: a bar for a terminal, a line for a log.
//
// Pure functions; the times are passed in, and no text holds an escape sequence or a
// line's end.
#ifndef REDLINE_REPORTING_TEXT_PROGRESS_H_
#define REDLINE_REPORTING_TEXT_PROGRESS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "reporting/model/result.h"

namespace redline::reporting {

struct Progress {
  RunPhase phase = RunPhase::kStarting;
  // Since the phase began.
  Seconds elapsed{0};
  // How long the phase is to last: the warm-up, the test's duration, the most that a
  // drain may take. Not used before the warm-up and when done.
  Seconds planned{0};
  // Workers that are ready; before the warm-up.
  std::size_t ready = 0;
};

// A bar with what is going on beside it, at most `width` cells wide in all:
//   [███████████████░░░░░░░░░░░░░░░░░░░░░] 42 % · measuring · 35 s left
// Where that leaves too little for a bar, the words stand alone: as many of the clauses
// as there is room for, whole.
std::string ProgressBar(const Progress& progress, std::size_t width);

// One line for an output that is not a terminal:
//   12 s of 60 s: sent 12000, completed 11990, 1000/s delivered, worst backlog 3 of 100
//   (worker 7)
// With stages "12 s of 60 s, stage 1 of 4: ...".
std::string ProgressLine(const Progress& progress, const Result& result);

// Which stage is going on, by the uptime, with the time that it has left:
//   stage 2 of 4 · 500 tasks/s · 80 s left
//   stage 1 of 4 · 0 → 500 tasks/s, now 250 · 15 s left
// Nothing outside of the measured phase, or without stages.
std::string StageText(const Result& result);

// The highest backlog that a worker has now; when the run is done, the highest that one
// had. 0 if there are no workers.
std::uint64_t WorstBacklog(const Result& result);

// "worst backlog 3 of 100 (worker 7)": the highest there is now; when the run is done,
// the highest there was. Nothing if there are no workers.
std::string WorstBacklogText(const Result& result);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_TEXT_PROGRESS_H_
