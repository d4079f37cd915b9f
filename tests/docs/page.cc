#include "tests/docs/page.h"

#include <fstream>
#include <stdexcept>

namespace redline::testing {
namespace {

namespace fs = std::filesystem;

std::string WithoutIndent(const std::string& line) {
  const std::size_t first = line.find_first_not_of(' ');
  return first == std::string::npos ? "" : line.substr(first);
}

}  // namespace

Page ReadPage(const fs::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("no page " + file.string());
  Page page{.file = file, .prose = {}, .code = {}};
  bool is_code = false;
  for (std::string line; std::getline(in, line);) {
    const std::string text = WithoutIndent(line);
    if (text.rfind("```", 0) == 0) {
      is_code = !is_code;
    } else if (is_code) {
      page.code.push_back(text);
    } else {
      page.prose.push_back(line);
    }
  }
  return page;
}

std::vector<Page> PagesOf(const fs::path& project) {
  std::vector<Page> pages;
  for (const fs::path& folder : {project, project / "docs"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".md") pages.push_back(ReadPage(entry.path()));
    }
  }
  return pages;
}

}  // namespace redline::testing
