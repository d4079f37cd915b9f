// A page as golden files keep it: without the styles and scripts that it carries, which
// are files of their own.
#ifndef REDLINE_TESTS_REPORTING_PAGE_WITHOUT_ASSETS_H_
#define REDLINE_TESTS_REPORTING_PAGE_WITHOUT_ASSETS_H_

#include <cstddef>
#include <string>

namespace redline::reporting::testing {

inline std::string PageWithoutAssets(std::string page) {
  for (const std::string name : {"style", "script"}) {
    std::size_t from = 0;
    while ((from = page.find("<" + name + ">", from)) != std::string::npos) {
      const std::size_t begin = from + name.size() + 2;
      const std::size_t end = page.find("</" + name + ">", begin);
      if (end == std::string::npos) break;
      page.replace(begin, end - begin, "...");
      from = begin;
    }
  }
  return page;
}

}  // namespace redline::reporting::testing

#endif  // REDLINE_TESTS_REPORTING_PAGE_WITHOUT_ASSETS_H_
