// A file, pipe, terminal or socket that is written to without waiting for its reader.
// A thread of the channel's own writes the texts, in the order in which they were put. A
// thread, and not writes that do not block: O_NONBLOCK belongs to the open file, which
// the user's shell has too; poll(2) promises room for one byte and not for how many, and
// on a terminal that was stopped (Ctrl-S) the next write waits; and what /proc/self/fd
// names cannot always be opened anew (a socket, another user's terminal). The thread
// blocks every signal but those of job control, so that signals reach those who wait for
// them.
// Never keeps the process from ending: text that nobody has taken by then is lost, and
// the thread that still waits with it is left behind. All by one thread.
#ifndef REDLINE_BASE_OUTPUT_OUTPUT_CHANNEL_H_
#define REDLINE_BASE_OUTPUT_OUTPUT_CHANNEL_H_

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "base/output/patience.h"
#include "base/unique_fd.h"

namespace redline {

class OutputChannel {
 public:
  // The patience outlives the channel. A descriptor that is not owned stays open.
  OutputChannel(UniqueFd fd, const Patience& patience);
  OutputChannel(int fd, const Patience& patience);
  ~OutputChannel();
  OutputChannel(const OutputChannel&) = delete;
  OutputChannel& operator=(const OutputChannel&) = delete;

  // Will be written, all of it; nothing after the first error. The thread begins with the
  // first bytes.
  void Put(std::string bytes);

  // Everything that was put has been taken: the next text is not late.
  bool idle() const;

  // Waits until everything has been taken, at most so long.
  void Settle(std::chrono::milliseconds most);

  // Waits until everything has been taken. False if it never will be: there was an error,
  // or nothing was taken for as long as the patience lasts; that is lost then.
  bool Flush();

  // Why nothing more is written: an errno, or 0.
  int error() const;

 private:
  struct State;  // Shared with the thread, which may outlive the channel.

  static void Serve(State& state);
  static void Write(State& state, const std::string& bytes);

  const Patience& patience_;
  const std::shared_ptr<State> state_;
  std::thread thread_;
};

}  // namespace redline

#endif  // REDLINE_BASE_OUTPUT_OUTPUT_CHANNEL_H_
