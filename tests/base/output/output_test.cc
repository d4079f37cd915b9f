#include "base/output/output.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "base/output/report_stream.h"

namespace redline::reporting {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Said {
  std::string out;
  std::string err;
  int code = -1;
};

// The output of a program that says this, without a terminal.
Said Hear(const std::function<void(Output&)>& say) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Said said;
  {
    Output output;
    say(output);
    said.code = output.End(0);
  }
  said.out = ::testing::internal::GetCapturedStdout();
  said.err = ::testing::internal::GetCapturedStderr();
  return said;
}

TEST(Output, SaysASentenceOnOneLineWhateverWordsAreInIt) {
  const Said said = Hear([](Output& output) {
    output.Say("Redis said: no\nstatus: Test succeeded\x1b]0;title\x07\x9b\x1b[2J\r.");
  });
  EXPECT_EQ(said.out,
            "Redis said: no status: Test succeeded ]0;title \xEF\xBF\xBD [2J .\n");
  EXPECT_EQ(said.code, 0);
}

TEST(Output, LetsNoWordsTurnTheDirectionOfOthers) {
  EXPECT_EQ(Hear([](Output& output) { output.Say("a\u202Eb\u2066c\u2028d"); }).out,
            "a b c d\n");
}

TEST(Output, ComplainsOnStderrInOneLine) {
  const Said said = Hear([](Output& output) { output.Complain("bad\nnews\x1b[31m"); });
  EXPECT_EQ(said.err, "redline: bad news [31m\n");
  EXPECT_EQ(said.out, "");
}

TEST(Output, ShowsLinesAndTheirColoursAndNoOtherSequences) {
  const std::string lines = "\x1b[1;32mstatus\x1b[0m\n│ a │\n";
  EXPECT_EQ(Hear([&](Output& output) { output.Show(lines); }).out, lines);
  EXPECT_EQ(
      Hear([](Output& output) { output.Show("a\x1b[2J\x1b[?25l\x1b[1\n\tb\n"); }).out,
      "a [2J [?25l [1\n b\n");
}

TEST(Output, CannotBeMadeToForgeALineOfAReport) {
  const std::string forged = EndOfReportStream(0);
  const Said said = Hear([&](Output& output) {
    output.Say("Redis said:\n" + forged);
    output.Show("x\n" + forged);
    output.Complain(forged);
    output.Draw(forged);
    output.Send(EndOfReportStream(1));
  });
  EXPECT_THAT(said.out, Not(HasSubstr(forged)));
  EXPECT_THAT(said.err, Not(HasSubstr("redline-report:")));
  EXPECT_THAT(said.out, HasSubstr("redline-report: end 1\n"));
}

TEST(Output, KeepsStdoutForAReport) {
  const Said said = Hear([](Output& output) {
    output.KeepStdoutForReport();
    output.Say("a sentence");
    output.Show("a table\n");
    output.PutReport("{\"a\": \"\x1b\"}\n");
  });
  EXPECT_EQ(said.out, "{\"a\": \"\x1b\"}\n");
  EXPECT_EQ(said.err, "a sentence\na table\n");
}

// In a process of its own: its stdout is that of gtest.
TEST(Output, TellsOfADiskThatIsFull) {
  const auto say = [] {
    ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO);
    Output output;
    output.Say("a sentence");
    ::_exit(output.End(1));
  };
  EXPECT_EXIT(say(), ::testing::ExitedWithCode(3),
              "redline: Cannot write to stdout: No space left on device; .* would have "
              "been 1\\.");
}

TEST(Output, TakesAClosedPipeForItsReadersChoice) {
  const auto say = [] {
    ::signal(SIGPIPE, SIG_IGN);
    int fds[2];
    if (::pipe(fds) != 0) ::_exit(99);
    ::close(fds[0]);
    ::dup2(fds[1], STDOUT_FILENO);
    Output output;
    output.Say("a sentence");
    ::_exit(output.End(1));
  };
  EXPECT_EXIT(say(), ::testing::ExitedWithCode(1), "^$");
}

TEST(Output, LetsNoFileTakeThePlaceOfAClosedStdout) {
  const auto open = [] {
    ::close(STDOUT_FILENO);
    Output output;
    const int file = ::open("/dev/null", O_WRONLY);
    output.Say("a sentence");
    ::_exit(file > STDERR_FILENO ? output.End(0) : 99);
  };
  EXPECT_EXIT(open(), ::testing::ExitedWithCode(0), "");
}

// The terminal's content when a program on it has said this.
std::string OnTerminal(unsigned short columns, const std::function<void(Output&)>& say) {
  winsize size{};
  size.ws_col = columns;
  size.ws_row = 24;
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    ::setenv("TERM", "xterm", 1);
    Output output;
    say(output);
    ::_exit(output.End(0));
  }
  std::string text;
  char bytes[1000];
  for (ssize_t got = 0; (got = ::read(terminal, bytes, sizeof bytes)) > 0;) {
    text.append(bytes, static_cast<std::size_t>(got));
  }
  ::close(terminal);
  ::waitpid(child, nullptr, 0);
  return text;
}

TEST(Output, WrapsSentencesAtWordsWhereTheTerminalEnds) {
  const auto say = [](Output& output) {
    output.Say("one two three four");
    output.Complain("five six");
  };
  EXPECT_EQ(OnTerminal(10, say), "one two\r\nthree four\r\nredline:\r\nfive six\r\n");
}

TEST(Output, KeepsTheOrderOfStdoutAndStderrOnOneTerminal) {
  std::string expected;
  for (int i = 0; i < 200; ++i) {
    expected +=
        "said " + std::to_string(i) + "\r\nredline: " + std::to_string(i) + "\r\n";
  }
  EXPECT_EQ(OnTerminal(80,
                       [](Output& output) {
                         for (int i = 0; i < 200; ++i) {
                           output.Say("said " + std::to_string(i));
                           output.Complain(std::to_string(i));
                         }
                       }),
            expected);
}

}  // namespace
}  // namespace redline::reporting
