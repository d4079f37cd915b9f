// Answers whoever asks for a run's metrics, by HTTP/1.1, while the run lasts: GET
// /metrics, in the dialect that the request likes. Other targets get 404, other methods
// 405; each answer ends its connection.
//
// Its coroutines run beside the others of the supervisor's event loop and never keep it
// from ending, nor busy with whoever asks too often: clients are let in one by one, 50 a
// second at most. One that is silent, slow or says too much is dropped, and there is room
// for a few at once only: others are turned away, not queued.
//
// On the event loop's only thread.
#ifndef REDLINE_RUNNER_METRICS_METRICS_SERVER_H_
#define REDLINE_RUNNER_METRICS_METRICS_SERVER_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <memory>

#include "base/unique_fd.h"
#include "runner/metrics/metrics_listener.h"
#include "runner/metrics/metrics_pages.h"

namespace redline::runner {

class MetricsServer {
 public:
  // For a request to come, and again for its answer to be taken.
  static constexpr std::chrono::seconds kPatience{5};
  static constexpr std::size_t kMostClients = 8;

  // Opens a descriptor of its own on the listener's port. Throws
  // boost::system::system_error.
  MetricsServer(const boost::asio::any_io_executor& executor,
                const MetricsListener& listener, MetricsPages pages,
                std::chrono::milliseconds patience = kPatience);

  // Never returns. REQUIRES: the server is there as long as the event loop runs.
  boost::asio::awaitable<void> Serve();

 private:
  void Begin(UniqueFd client);
  boost::asio::awaitable<void> Answer(boost::asio::ip::tcp::socket socket);

  const boost::asio::ip::tcp protocol_;
  boost::asio::ip::tcp::acceptor acceptor_;
  MetricsPages pages_;
  const std::chrono::milliseconds patience_;
  // Their coroutines may be destroyed after the server, with the event loop.
  std::shared_ptr<std::size_t> clients_ = std::make_shared<std::size_t>(0);
};

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_METRICS_METRICS_SERVER_H_
