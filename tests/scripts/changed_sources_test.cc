// scripts/changed_sources.py, by which scripts/lint chooses what clang-tidy looks at.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/scripts/printed_by.h"
#include "tests/testing/temporary_folder.h"

namespace redline {
namespace {

// A project of two sources and two headers, all of them committed.
class ChangedSources : public ::testing::Test {
 protected:
  ChangedSources() {
    folder_.Write("base/own.h", "");
    folder_.Write("base/own.cc", "#include \"base/own.h\"\n");
    folder_.Write("base/alone.h", "");
    folder_.Write("base/between.h", "#include \"base/alone.h\"\n");
    folder_.Write("runner/user.cc", "#include \"base/between.h\"\n");
    Git("init --quiet --initial-branch=work");
    Commit();
  }

  void Git(const std::string& command) const {
    static_cast<void>(testing::PrintedBy("cd '" + folder_.path().string() +
                                         "' && git -c user.name=a -c user.email=a@b " +
                                         command));
  }
  void Commit() const {
    Git("add .");
    Git("commit --quiet --message=change");
  }
  std::string Changed(const std::string& commit = "") const {
    const std::string script = std::filesystem::absolute("scripts/changed_sources.py");
    return testing::PrintedBy("cd '" + folder_.path().string() + "' && python3 '" +
                              script + "' " + commit + " 2>/dev/null");
  }

  const testing::TemporaryFolder folder_;
};

TEST_F(ChangedSources, AreThoseOfTheLastCommitAndThoseNotCommittedYet) {
  folder_.Write("base/own.cc", "int changed;\n");
  Commit();
  folder_.Write("runner/new.cc", "");
  EXPECT_EQ(Changed(), "base/own.cc\nrunner/new.cc\n");
}

TEST_F(ChangedSources, AreThoseSinceTheCommitThatIsNamed) {
  folder_.Write("base/own.cc", "int changed;\n");
  Commit();
  folder_.Write("runner/user.cc", "int changed;\n");
  Commit();
  EXPECT_EQ(Changed(), "runner/user.cc\n");
  EXPECT_EQ(Changed("HEAD~2"), "base/own.cc\nrunner/user.cc\n");
}

TEST_F(ChangedSources, AreThoseSinceTheBranchLeftMain) {
  Git("update-ref refs/remotes/origin/main HEAD");
  folder_.Write("base/own.cc", "int changed;\n");
  Commit();
  folder_.Write("runner/user.cc", "int changed;\n");
  Commit();
  EXPECT_EQ(Changed(), "base/own.cc\nrunner/user.cc\n");
}

TEST_F(ChangedSources, ShowAHeaderThroughItsOwnSource) {
  folder_.Write("base/own.h", "int changed;\n");
  Commit();
  EXPECT_EQ(Changed(), "base/own.cc\n");
}

TEST_F(ChangedSources, ShowAHeaderWithoutASourceThroughAUserOfItsUser) {
  folder_.Write("base/alone.h", "int changed;\n");
  Commit();
  EXPECT_EQ(Changed(), "runner/user.cc\n");
}

TEST_F(ChangedSources, AreNoneIfOnlySomethingElseChanged) {
  folder_.Write("README.md", "changed\n");
  Commit();
  EXPECT_EQ(Changed(), "");
}

TEST_F(ChangedSources, AreAllWhereGitKnowsNoCommitToCompareWith) {
  const auto are_all = [](const std::string& changed) {
    return changed == "base/own.cc\nrunner/user.cc\n" ||
           changed == "runner/user.cc\nbase/own.cc\n";
  };
  EXPECT_TRUE(are_all(Changed("0123456789abcdef"))) << "an unknown commit";
  EXPECT_TRUE(are_all(Changed())) << "the only commit";
  std::filesystem::remove_all(folder_.path() / ".git");
  EXPECT_TRUE(are_all(Changed())) << "no git";
}

}  // namespace
}  // namespace redline
