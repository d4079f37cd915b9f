// The statements of a published page's lists on its tests, line by line.
#ifndef REDLINE_REPORTING_PUBLISHED_PAGE_CLAIMS_H_
#define REDLINE_REPORTING_PUBLISHED_PAGE_CLAIMS_H_

#include <optional>
#include <string>
#include <string_view>

#include "reporting/published/published_page.h"

namespace redline::reporting {

// Claims of one part of the page, as its lines are read.
class ClaimsReader {
 public:
  // One item of a list, without its bullet. Unknown items are ignored.
  void Read(std::string_view item);

  const PageClaims& claims() const { return claims_; }

 private:
  void ReadFailure(std::string_view dyno, std::string_view text);

  PageClaims claims_;
  // "Set concurrency" was read: what the author chose, beside what the dyno proposes.
  bool concurrency_was_set_ = false;
};

// The narrower claims, and what they say nothing of as the wider have it.
PageClaims Overriding(PageClaims narrower, const PageClaims& wider);

// By which PageClaims::failed_after has a dyno: "dyno a" of "Dyno A: failed".
std::string DynoKey(std::string_view name);

// "Success", "succeded" (as the original writes it), "succeeded", "passed"; "Failed".
// Whichever of them the text, in lower case, has first.
std::optional<bool> SuccessIn(std::string_view lower);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_PUBLISHED_PAGE_CLAIMS_H_
