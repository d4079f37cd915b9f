// The project's Markdown pages, for tests of what they say.
#ifndef REDLINE_TESTS_DOCS_PAGE_H_
#define REDLINE_TESTS_DOCS_PAGE_H_

#include <filesystem>
#include <string>
#include <vector>

namespace redline::testing {

struct Page {
  std::filesystem::path file;
  // Lines outside of code blocks, and lines of code blocks without what indents them.
  std::vector<std::string> prose;
  std::vector<std::string> code;
};

// Throws std::runtime_error if there is no such file.
Page ReadPage(const std::filesystem::path& file);

// The pages in the project's folder and in docs/.
std::vector<Page> PagesOf(const std::filesystem::path& project);

}  // namespace redline::testing

#endif  // REDLINE_TESTS_DOCS_PAGE_H_
