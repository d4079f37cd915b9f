// A relay between one client and a server on 127.0.0.1 that loses one reply: it passes on
// the first request that holds a word, waits until the server has answered, and then
// closes the connection without passing that on. Everything else goes through, also on
// the connections that come after.
#ifndef REDLINE_TESTS_TESTING_LOSSY_RELAY_H_
#define REDLINE_TESTS_TESTING_LOSSY_RELAY_H_

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <thread>

namespace redline::testing {

class LossyRelay {
 public:
  LossyRelay(std::uint16_t server_port, std::string word);
  // Closes what is open.
  ~LossyRelay();
  LossyRelay(const LossyRelay&) = delete;
  LossyRelay& operator=(const LossyRelay&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  bool has_lost() const { return has_lost_; }

 private:
  using Socket = boost::asio::ip::tcp::socket;
  void Serve();
  void Relay(Socket client);
  // False if there was nothing more to pass on.
  bool PassOn(Socket& from, Socket& to, bool is_request);

  const boost::asio::ip::tcp::endpoint server_;
  const std::string word_;
  boost::asio::io_context loop_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<bool> has_lost_ = false;
  std::thread thread_;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_LOSSY_RELAY_H_
