// Which flag somebody meant who gave another: in upper case, with '-' for '_', a part of
// its name, a slip of the pen, or what another program calls it. And the same for names
// that are no flags.
//
// Pure functions.
#ifndef REDLINE_BASE_FLAG_SUGGESTION_H_
#define REDLINE_BASE_FLAG_SUGGESTION_H_

#include <string>
#include <string_view>
#include <vector>

namespace redline {

// A flag's name in another program: {"rate", "tasks_per_second"}.
struct ForeignName {
  std::string_view foreign;
  std::string_view flag;
};

// The flags that may have been meant, the likeliest first; none if no name is near.
std::vector<std::string_view> MeantFlags(std::string_view name,
                                         const std::vector<std::string_view>& known,
                                         const std::vector<ForeignName>& foreign);

// "; did you mean --report_json or --report_html?"; or that --help lists what there is.
std::string Suggestion(const std::vector<std::string_view>& meant);

// Of any names: "; did you mean users?", or nothing if no name is near.
std::string DidYouMean(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace redline

#endif  // REDLINE_BASE_FLAG_SUGGESTION_H_
