// All that the pages refer to exists: pages, their sections, pictures, source files, and
// constants in these.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "tests/docs/page.h"

namespace redline::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The tree of sources itself, to which the test's data are links.
fs::path Project() { return fs::canonical("README.md").parent_path(); }

// Every first group of the expression in the page's prose.
std::vector<std::string> Found(const Page& page, const std::regex& expression) {
  std::vector<std::string> found;
  for (const std::string& line : page.prose) {
    for (std::sregex_iterator match(line.begin(), line.end(), expression), end;
         match != end; ++match) {
      found.push_back((*match)[1]);
    }
  }
  return found;
}

// The names by which a link can refer to the page's sections, as GitHub makes them.
std::vector<std::string> Anchors(const Page& page) {
  std::vector<std::string> anchors;
  for (const std::string& heading : Found(page, std::regex("^#+ (.*)$"))) {
    std::string anchor;
    for (const unsigned char c : heading) {
      if (std::isalnum(c) || c == '-' || c == '_' || c == ' ') {
        anchor += c == ' ' ? '-' : static_cast<char>(std::tolower(c));
      }
    }
    anchors.push_back(anchor);
  }
  return anchors;
}

TEST(Pages, LinkToFilesThatExist) {
  const std::regex link(R"(\]\(([^)\s#]+)[^)]*\))");
  const std::vector<Page> pages = PagesOf(Project());
  ASSERT_THAT(pages, Not(IsEmpty()));
  for (const Page& page : pages) {
    for (const std::string& target : Found(page, link)) {
      if (target.find("://") != std::string::npos) continue;
      EXPECT_TRUE(fs::exists(page.file.parent_path() / target))
          << page.file << " links to " << target;
    }
  }
}

TEST(Pages, LinkToSectionsThatExist) {
  const std::regex link(R"(\]\(((?:[^)\s#:]+\.md)?#[^)\s]+)\))");
  for (const Page& page : PagesOf(Project())) {
    for (const std::string& target : Found(page, link)) {
      const std::size_t hash = target.find('#');
      const fs::path file =
          hash == 0 ? page.file : page.file.parent_path() / target.substr(0, hash);
      if (!fs::exists(file)) continue;  // The test above fails of it.
      EXPECT_THAT(Anchors(ReadPage(file)), Contains(target.substr(hash + 1)))
          << page.file << " links to " << target;
    }
  }
}

TEST(Pages, NameSourcesThatExist) {
  const std::regex path(R"(`([A-Za-z_]+(?:/[A-Za-z0-9_.-]+)+/?)`)");
  std::size_t sources = 0;
  for (const Page& page : PagesOf(Project())) {
    for (const std::string& named : Found(page, path)) {
      // `monday/fleet.html` is in no folder of ours.
      if (!fs::exists(Project() / *fs::path(named).begin())) continue;
      ++sources;
      EXPECT_TRUE(fs::exists(Project() / named)) << page.file << " names " << named;
    }
  }
  EXPECT_GT(sources, 0U);
}

// "`kFlushTime`, `runner/redis/run_redis.cc`" says where the constant stands.
TEST(Pages, NameConstantsThatTheirSourcesHave) {
  const std::regex named(R"(`(?:\w+::)?(k[A-Z]\w*)`, `([\w/]+\.(?:h|cc))`)");
  std::size_t constants = 0;
  for (const Page& page : PagesOf(Project())) {
    for (const std::string& line : page.prose) {
      for (std::sregex_iterator match(line.begin(), line.end(), named), end; match != end;
           ++match, ++constants) {
        std::ifstream source(Project() / (*match)[2].str());
        const std::string text(std::istreambuf_iterator<char>(source), {});
        EXPECT_THAT(text, HasSubstr((*match)[1].str()))
            << page.file << " looks for it in " << (*match)[2];
      }
    }
  }
  EXPECT_GT(constants, 0U);
}

// Pages of which nothing leads a reader to them are lost.
TEST(Pages, AreAllInTheIndex) {
  const std::regex link(R"(\]\(([^)\s#]+\.md)[^)]*\))");
  const fs::path docs = Project() / "docs";
  std::vector<fs::path> listed = {docs / "index.md"};
  for (const std::string& target : Found(ReadPage(docs / "index.md"), link)) {
    listed.push_back((docs / target).lexically_normal());
  }
  for (const Page& page : PagesOf(Project())) {
    EXPECT_THAT(listed, Contains(page.file)) << "in docs/index.md";
  }
}

}  // namespace
}  // namespace redline::testing
