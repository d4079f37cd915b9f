#include "runner/metrics/metrics_listener.h"

#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>

#include "base/errors.h"

namespace redline::runner {
namespace {

using boost::asio::ip::tcp;

constexpr char kFlag[] = "--metrics_listen (METRICS_LISTEN)";
// Connections that wait to be accepted, between two trials say.
constexpr int kWaiting = 16;

// "[::1]:9464" and "127.0.0.1:9464".
std::optional<tcp::endpoint> ParsePlace(std::string_view place) {
  const std::size_t colon = place.rfind(':');
  if (colon == place.npos) return std::nullopt;
  std::string_view host = place.substr(0, colon);
  const std::string_view port_text = place.substr(colon + 1);
  const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
  if (is_bracketed) host = host.substr(1, host.size() - 2);
  // The only name: an address is what one listens at.
  if (host == "localhost") host = "127.0.0.1";
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (error || address.is_v6() != is_bracketed) return std::nullopt;
  std::uint16_t port = 0;
  const char* const end = port_text.data() + port_text.size();
  const auto [read, unread] = std::from_chars(port_text.data(), end, port);
  if (unread != std::errc() || read != end) return std::nullopt;
  return tcp::endpoint(address, port);
}

std::string TextOf(const tcp::endpoint& endpoint) {
  std::ostringstream text;
  text << endpoint;
  return text.str();
}

[[noreturn]] void Refuse(const tcp::endpoint& endpoint, int error) {
  const std::string place = TextOf(endpoint);
  if (error == EADDRINUSE) {
    throw EnvironmentError(std::string(kFlag) + ": another program listens at " + place +
                           " already; choose another port, or 0 for one that is free.");
  }
  throw EnvironmentError(
      "Cannot listen at " + place + ", as " + kFlag +
      " says: " + std::generic_category().message(error) +
      "; name an address of this machine and a port that you may use.");
}

}  // namespace

MetricsListener::MetricsListener(const std::string& place) {
  const auto wanted = ParsePlace(place);
  if (!wanted) {
    throw UsageError(std::string(kFlag) +
                     " must be an address and a port, such as 127.0.0.1:9464, "
                     "0.0.0.0:9464 or [::1]:9464, but is '" +
                     place + "'.");
  }
  endpoint_ = *wanted;
  fd_ = UniqueFd(::socket(endpoint_.protocol().family(),
                          SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
  // Connections of the run before may not have been forgotten yet.
  constexpr int kOn = 1;
  if (!fd_ || ::setsockopt(fd_.get(), SOL_SOCKET, SO_REUSEADDR, &kOn, sizeof(kOn)) != 0 ||
      ::bind(fd_.get(), endpoint_.data(), static_cast<socklen_t>(endpoint_.size())) !=
          0 ||
      ::listen(fd_.get(), kWaiting) != 0) {
    Refuse(endpoint_, errno);
  }
  auto size = static_cast<socklen_t>(endpoint_.capacity());
  if (::getsockname(fd_.get(), endpoint_.data(), &size) != 0) Refuse(endpoint_, errno);
}

std::string MetricsListener::Url() const {
  return "http://" + TextOf(endpoint_) + "/metrics";
}

}  // namespace redline::runner
