#include "reporting/published/page_claims.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "reporting/published/page_text.h"

namespace redline::reporting {
namespace {

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::optional<double> SecondsIn(std::string_view text, std::string_view marker = "") {
  const auto number = FigureAfter(text, marker);
  const bool minutes = Contains(text, "minute") && !Contains(text, "second");
  return number && minutes ? std::optional(*number * 60) : number;
}

// "2 dynos", "single dyno"; nothing for "dyno size" and for a claim on "each dyno".
std::optional<double> DynosIn(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, double>, 4> kWords = {
      {{"single", 1}, {"one", 1}, {"two", 2}, {"three", 3}}};
  if (!Contains(text, " dyno")) return std::nullopt;
  for (const auto& [word, number] : kWords) {
    if (text.starts_with(word)) return number;
  }
  const bool begins_with_number = text.find_first_of("0123456789") == 0;
  return begins_with_number ? FigureAfter(text) : std::nullopt;
}

// In "concurrency 28x" and in "28x concurrency".
std::optional<double> FigureBeside(std::string_view text, std::string_view word) {
  const auto after = FigureAfter(text, word);
  return after ? after : FigureAfter(text);
}

}  // namespace

std::optional<bool> SuccessIn(std::string_view lower) {
  const std::size_t success = std::min(lower.find("succe"), lower.find("passed"));
  const std::size_t failure = lower.find("fail");
  if (success == failure) return std::nullopt;  // Neither.
  return success < failure;
}

void ClaimsReader::Read(std::string_view item) {
  std::string plain = LowerCase(item);
  std::erase_if(plain, [](char c) { return c == '`' || c == '*'; });
  const std::string text = WithSingleSpaces(plain);
  constexpr std::string_view kStatus = "status";
  if (text.starts_with(kStatus)) {
    claims_.succeeded = SuccessIn(std::string_view(text).substr(kStatus.size()));
    if (claims_.succeeded == false) ReadFailure("", text);
  } else if (text.starts_with("dyno") && Contains(text, " in ") &&
             (Contains(text, "second") || Contains(text, "minute"))) {
    ReadFailure(DynoKey(text), text);
  } else if (Contains(text, "tasks per second") || Contains(text, "tasks_per_second")) {
    claims_.dyno_rate = FigureAfter(text);
    claims_.rate = FigureAfter(text, "=");
    if (text.starts_with("tasks_per_second")) claims_.rate.reset();
  } else if (Contains(text, "concurrency")) {
    const bool is_set = text.starts_with("set ");
    if (is_set || !concurrency_was_set_) {
      claims_.concurrency = FigureBeside(text, "concurrency");
    }
    concurrency_was_set_ = concurrency_was_set_ || is_set;
  } else if (text.starts_with("num_workers") || text.ends_with("x workers")) {
    claims_.concurrency = FigureAfter(text);
    concurrency_was_set_ = true;
  } else if (Contains(text, "duration") &&
             (Contains(text, "second") || Contains(text, "minute"))) {
    claims_.duration = SecondsIn(text);
  } else if (Contains(text, "kb") && Contains(text, "payload")) {
    claims_.payload_kb = FigureAfter(text);
  } else if (Contains(text, "flats")) {
    claims_.flats = FigureAfter(text);
  } else if (const auto dynos = DynosIn(text)) {
    claims_.dynos = dynos;
  }
}

void ClaimsReader::ReadFailure(std::string_view dyno, std::string_view text) {
  const auto seconds = SecondsIn(text, " in ");
  if (seconds) claims_.failed_after[std::string(dyno)] = *seconds;
}

PageClaims Overriding(PageClaims narrower, const PageClaims& wider) {
  const auto fill = [](auto& claim, const auto& other) {
    if (!claim) claim = other;
  };
  // One line says both.
  if (!narrower.dyno_rate) narrower.rate = wider.rate;
  fill(narrower.dyno_rate, wider.dyno_rate);
  fill(narrower.dynos, wider.dynos);
  fill(narrower.duration, wider.duration);
  fill(narrower.payload_kb, wider.payload_kb);
  fill(narrower.flats, wider.flats);
  fill(narrower.concurrency, wider.concurrency);
  fill(narrower.succeeded, wider.succeeded);
  narrower.failed_after.insert(wider.failed_after.begin(), wider.failed_after.end());
  return narrower;
}

std::string DynoKey(std::string_view name) {
  constexpr std::string_view kDyno = "dyno";
  constexpr std::string_view kBetween = " :,;#";
  const std::string lower = LowerCase(name);
  std::string_view rest = lower;
  if (rest.starts_with(kDyno)) rest.remove_prefix(kDyno.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(kBetween), rest.size()));
  return "dyno " + std::string(rest.substr(0, rest.find_first_of(kBetween)));
}

}  // namespace redline::reporting
