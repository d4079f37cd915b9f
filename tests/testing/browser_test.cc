#include "tests/testing/browser.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace redline::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::filesystem::path WritePage(const std::string& name, const std::string& html) {
  const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) / name;
  std::ofstream(file) << "<!doctype html><meta charset=utf-8>" << html;
  return file;
}

struct Size {
  std::uint32_t width;
  std::uint32_t height;
  bool operator==(const Size&) const = default;
};

// A PNG file's size; zeros if it is not one.
Size SizeOfPng(const std::filesystem::path& png) {
  std::ifstream file(png, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  constexpr char kStart[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
  constexpr std::size_t kStartSize = sizeof(kStart) - 1;
  Size size{};
  if (bytes.size() < kStartSize + sizeof(size) ||
      std::memcmp(bytes.data(), kStart, kStartSize) != 0) {
    return size;
  }
  std::memcpy(&size, bytes.data() + kStartSize, sizeof(size));
  return {ntohl(size.width), ntohl(size.height)};
}

// Whether this process, which orphans fall to, has no child left, not even a dead one.
bool NoChildLeft() { return waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

TEST(BrowserTest, RunsScripts) {
  Browser browser;
  browser.Open(WritePage("a page, 100 % #1.html", "<title>\"Grüße\"</title>"));
  EXPECT_STREQ(browser.Run("return document.title").GetString(), "\"Grüße\"");
  EXPECT_EQ(browser.Run("return {a: [1, 2]}")["a"][1].GetInt(), 2);
  EXPECT_EQ(browser.Run("return Promise.resolve(3)").GetInt(), 3);
  EXPECT_TRUE(browser.Run("").IsNull());
  EXPECT_THROW(browser.Run("throw new Error('no')"), std::runtime_error);
  EXPECT_THROW(browser.Open("/none.html"), std::runtime_error);
}

TEST(BrowserTest, TellsMessagesAndRequests) {
  Browser browser;
  EXPECT_THAT(browser.Requests(), IsEmpty());
  browser.Open(WritePage("bad.html",
                         "<script>console.error('is bad'); console.warn('is odd');"
                         "console.log('is fine')</script>"
                         "<img src=none.png><img src='http://redline.invalid/a.png'>"));
  EXPECT_THAT(browser.ConsoleMessages(),
              UnorderedElementsAre(HasSubstr("is bad"), HasSubstr("is odd"),
                                   HasSubstr("none.png"), HasSubstr("a.png")));
  EXPECT_THAT(browser.ConsoleMessages(), IsEmpty());
  EXPECT_THAT(browser.Requests(),
              ElementsAre(EndsWith("/bad.html"), EndsWith("/none.png"),
                          "http://redline.invalid/a.png"));
  EXPECT_THAT(browser.Requests(), IsEmpty());
  browser.Open(WritePage("good.html", "<p>good</p>"));
  EXPECT_THAT(browser.ConsoleMessages(), IsEmpty());
  EXPECT_THAT(browser.Requests(), ElementsAre(EndsWith("/good.html")));
}

TEST(BrowserTest, EmulatesMedia) {
  const std::string dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
  const std::string print = "return matchMedia('print').matches";
  Browser browser({.dark = true});
  browser.Open(WritePage("page.html", ""));
  EXPECT_TRUE(browser.Run(dark).GetBool());
  EXPECT_FALSE(browser.Run(print).GetBool());
  browser.SetPrint(true);
  EXPECT_TRUE(browser.Run(dark).GetBool());
  EXPECT_TRUE(browser.Run(print).GetBool());
  browser.SetDark(false);
  browser.SetPrint(false);
  EXPECT_FALSE(browser.Run(dark).GetBool());
  EXPECT_FALSE(browser.Run(print).GetBool());
}

TEST(BrowserTest, ResizesAndTakesPictures) {
  const std::string size = "return innerWidth + 'x' + innerHeight";
  const auto png = std::filesystem::path(::testing::TempDir()) / "page.png";
  Browser browser({.width = 1000, .height = 700});
  browser.Open(
      WritePage("long.html", "<body style='margin:0'><div style='height:2000px'>"));
  EXPECT_STREQ(browser.Run(size).GetString(), "1000x700");
  browser.Screenshot(png, false);
  EXPECT_EQ(SizeOfPng(png), (Size{1000, 700}));
  browser.Resize(390, 800);
  EXPECT_STREQ(browser.Run(size).GetString(), "390x800");
  browser.Screenshot(png, true);
  EXPECT_EQ(SizeOfPng(png), (Size{390, 2000}));
  EXPECT_STREQ(browser.Run(size).GetString(), "390x800");
}

TEST(BrowserTest, OpensPagesWithoutJavaScript) {
  Browser browser({.javascript = false});
  browser.Open(WritePage("script.html",
                         "<p id=by></p><script>by.textContent = 'script'</script>"
                         "<noscript><p id=none>none</p></noscript>"));
  EXPECT_STREQ(browser.Run("return document.body.innerText.trim()").GetString(), "none");
}

TEST(BrowserTest, LeavesNothingBehind) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  std::filesystem::path folder;
  {
    Browser first;
    Browser second;
    folder = first.folder();
    first.Open(WritePage("page.html", ""));
    EXPECT_TRUE(std::filesystem::exists(folder));
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
  EXPECT_TRUE(NoChildLeft());
}

TEST(BrowserTest, DiesWithTheTest) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const pid_t test = fork();
  if (test == 0) {
    try {
      const Browser browser;
      const std::string folder = browser.folder();
      if (write(pipe_ends[1], folder.data(), folder.size()) > 0) raise(SIGKILL);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    _exit(1);
  }
  close(pipe_ends[1]);
  char folder[1024];
  const auto size = read(pipe_ends[0], folder, sizeof(folder));
  close(pipe_ends[0]);
  int status = 0;
  EXPECT_EQ(waitpid(test, &status, 0), test);
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
  while (waitpid(-1, nullptr, 0) > 0) {
  }
  EXPECT_TRUE(NoChildLeft());
  ASSERT_GT(size, 0);
  std::filesystem::remove_all(std::string(folder, static_cast<std::size_t>(size)));
}

}  // namespace
}  // namespace redline::testing
