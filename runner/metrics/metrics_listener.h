// The TCP port at which metrics are asked for, from before a run starts until its
// reports are written; through all trials of a search. Who answers is another matter
// (runner/metrics/metrics_server.h): in between, connections wait in the system's queue.
//
// Main thread only.
#ifndef REDLINE_RUNNER_METRICS_METRICS_LISTENER_H_
#define REDLINE_RUNNER_METRICS_METRICS_LISTENER_H_

#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "base/unique_fd.h"

namespace redline::runner {

class MetricsListener {
 public:
  // `place` is an address and a port: "127.0.0.1:9464", "[::1]:9464"; for port 0 the
  // system chooses a free one. Throws UsageError if it is none, and EnvironmentError if
  // nobody can listen there.
  explicit MetricsListener(const std::string& place);

  // With the port that it is in the end.
  const boost::asio::ip::tcp::endpoint& endpoint() const { return endpoint_; }
  // "http://127.0.0.1:9464/metrics".
  std::string Url() const;
  // Does not block, and is closed in the programs that this process starts.
  int fd() const { return fd_.get(); }

 private:
  boost::asio::ip::tcp::endpoint endpoint_;
  UniqueFd fd_;
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_METRICS_METRICS_LISTENER_H_
