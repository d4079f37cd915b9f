// docs/task-files.md is true of the language.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tests/docs/page.h"
#include "worker/task/refused_commands.h"
#include "worker/task/workload_kind.h"
#include "worker/task_file/functions.h"
#include "worker/task_file/task_file_kind.h"

namespace redline::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr char kPage[] = "docs/task-files.md";

// The texts of the code blocks, as they are.
std::vector<std::string> CodeBlocks() {
  std::vector<std::string> blocks;
  std::ifstream page(kPage);
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.emplace_back();
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

std::string Refusal(const std::string& text) {
  try {
    worker::ReadTaskFile({.name = "file:cart.task", .text = text, .parameters = ""});
  } catch (const worker::WorkloadRefused& refused) {
    return refused.what();
  }
  return "none";
}

TEST(TaskFilesPage, ShowsFilesThatAreRight) {
  int files = 0;
  for (const std::string& block : CodeBlocks()) {
    if (block.find("task:\n") == std::string::npos) continue;
    EXPECT_EQ(Refusal(block), "none") << block;
    ++files;
  }
  EXPECT_GE(files, 2);
}

TEST(TaskFilesPage, ShowsTheSentenceOfAMistake) {
  std::string file = CodeBlocks().at(0);
  file.replace(file.find("prepare users"), 13, "prepare usres");
  EXPECT_THAT(CodeBlocks(), Contains(Refusal(file) + "\n"));
}

TEST(TaskFilesPage, ListsEveryFunction) {
  for (const auto& function : worker::task_file::kFunctions) {
    const std::string name(function.name);
    EXPECT_THAT(ReadPage(kPage).prose, Contains(HasSubstr("| `" + name + "("))) << name;
  }
}

TEST(TaskFilesPage, ListsEveryCommandThatIsRefused) {
  for (const auto& command : worker::kRefusedCommands) {
    const std::string name(command.name);
    EXPECT_THAT(ReadPage(kPage).prose, Contains(HasSubstr("`" + name + "`"))) << name;
  }
}

}  // namespace
}  // namespace redline::testing
