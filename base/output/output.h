// All that a program says, on stdout and on stderr: there is no other way out for it.
//
// Nothing here waits for a reader but Flush and End (see output_channel.h). A closed pipe
// or a terminal that was hung up is its reader's choice; any other failure is told at the
// end. Text passes as text only: control characters and bidirectional overrides in it
// become blanks, and it cannot forge a line of a report (report_stream.h). Sentences wrap
// at words where a terminal ends. A message that quotes others' text is one sentence, so
// their text cannot begin a line.
//
// One for a process, made before it opens a file. One thread, except for patience().
#ifndef REDLINE_BASE_OUTPUT_OUTPUT_H_
#define REDLINE_BASE_OUTPUT_OUTPUT_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/output/output_channel.h"
#include "base/output/patience.h"
#include "base/output/terminal_size.h"

namespace redline {

class Output {
 public:
  // Stdin, stdout and stderr that are closed become /dev/null, lest a report's file takes
  // their place.
  Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // A report is alone on stdout, for its parser: text for people goes to stderr.
  void KeepStdoutForReport() { for_people_ = &error_; }

  // Where people read: whether it is a terminal that knows escape sequences (TERM is
  // neither "dumb" nor unset), its size, and the width of lines on it: without a
  // terminal, TextTable's kUnlimited.
  bool terminal() const;
  TerminalSize size() const;
  std::size_t width() const;
  // Whether this terminal is ours to draw on: we are not in its background.
  bool foreground() const;

  // A sentence, on a line of its own; its words may be others'.
  void Say(std::string_view sentence);
  // A sentence about what is wrong, on stderr.
  void Complain(std::string_view sentence);
  // Lines that a formatter has made: tables, and sentences that are wrapped already.
  void Show(std::string_view lines);
  // Lines of a report among the output, see report_stream.h.
  void Send(std::string lines);
  // A report that is alone on stdout, as it is.
  void PutReport(std::string report);

  // Whether what people read has been taken so far. If not, do without what is of the
  // moment: it would come late.
  bool ready() const { return for_people_->channel->idle(); }
  // A picture for a terminal, with its escape sequences.
  void Draw(std::string frame);
  // Waits a moment for it to be taken.
  void Settle() { for_people_->channel->Settle(std::chrono::milliseconds(100)); }

  Patience& patience() { return patience_; }

  // Waits until all is taken, or its reader is not waited for any more.
  void Flush();

  // The same, at the end: the program's exit code, which is `code` unless something could
  // not be written. That is told.
  int End(int code);

 private:
  struct Stream {
    int fd;
    std::string_view name;
    OutputChannel* channel;
  };

  static bool IsTerminal(int fd);
  static std::size_t WidthOf(int fd);

  Patience patience_;
  OutputChannel stdout_;
  // Nothing if both are one file: then one channel keeps the order.
  std::optional<OutputChannel> stderr_;
  Stream out_;
  Stream error_;
  Stream* for_people_ = &out_;
};

}  // namespace redline

#endif  // REDLINE_BASE_OUTPUT_OUTPUT_H_
