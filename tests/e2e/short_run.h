// The run with which tests look at what redline makes of a Redis: three workers, 100
// tasks a second, measured from its first task.
#ifndef REDLINE_TESTS_E2E_SHORT_RUN_H_
#define REDLINE_TESTS_E2E_SHORT_RUN_H_

#include <rapidjson/document.h>

#include <cstdint>
#include <string>
#include <vector>

namespace redline::testing {

// Its flags, with the test's duration in seconds, and more or others behind them.
std::vector<std::string> FlagsOf(const std::string& duration,
                                 const std::vector<std::string>& more = {});

// How many errors of this class the run's result counts.
std::uint64_t Errors(const rapidjson::Document& json, const std::string& name);

}  // namespace redline::testing

#endif  // REDLINE_TESTS_E2E_SHORT_RUN_H_
