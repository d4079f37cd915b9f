#include "tests/testing/lossy_relay.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <string_view>
#include <utility>

namespace redline::testing {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

tcp::endpoint Loopback(std::uint16_t port) {
  return {asio::ip::address_v4::loopback(), port};
}

}  // namespace

LossyRelay::LossyRelay(std::uint16_t server_port, std::string word)
    : server_(Loopback(server_port)),
      word_(std::move(word)),
      acceptor_(loop_, Loopback(0)),
      thread_([this] { Serve(); }) {}

LossyRelay::~LossyRelay() {
  // Wakes the thread out of accept(2).
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  thread_.join();
}

void LossyRelay::Serve() {
  while (true) {
    Socket client(loop_);
    error_code error;
    acceptor_.accept(client, error);
    if (error) return;
    Relay(std::move(client));
  }
}

void LossyRelay::Relay(Socket client) {
  Socket server(loop_);
  server.connect(server_);
  std::array<pollfd, 3> readable{
      pollfd{.fd = client.native_handle(), .events = POLLIN, .revents = 0},
      pollfd{.fd = server.native_handle(), .events = POLLIN, .revents = 0},
      pollfd{.fd = acceptor_.native_handle(), .events = 0, .revents = 0}};
  while (::poll(readable.data(), readable.size(), -1) > 0) {
    if (readable[2].revents != 0) return;
    if (readable[0].revents != 0 && !PassOn(client, server, true)) return;
    if (readable[1].revents != 0 && !PassOn(server, client, false)) return;
  }
}

bool LossyRelay::PassOn(Socket& from, Socket& to, bool is_request) {
  std::array<char, 65536> bytes;
  error_code error;
  const std::size_t size = from.read_some(asio::buffer(bytes), error);
  if (error) return false;
  asio::write(to, asio::buffer(bytes.data(), size), error);
  if (error) return false;
  const std::string_view text(bytes.data(), size);
  if (!is_request || has_lost_ || text.find(word_) == std::string_view::npos) return true;
  has_lost_ = true;
  to.wait(Socket::wait_read, error);
  return false;
}

}  // namespace redline::testing
