// From a host's name to its addresses.
#ifndef REDLINE_REDIS_NAME_LOOKUP_H_
#define REDLINE_REDIS_NAME_LOOKUP_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace redline::redis {

// Asks the system's resolver on a thread that lives as long as the question, and no
// longer. The resolver cannot be interrupted: if the calling coroutine is cancelled it
// goes on at once, and the thread ends by itself when it has its answer, or with the
// process.
//
// Without addresses there is an error: one of Asio's of name servers (category netdb), or
// the system's.
boost::asio::awaitable<std::vector<boost::asio::ip::tcp::endpoint>> LookUp(
    std::string host, std::uint16_t port, boost::system::error_code& error);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_NAME_LOOKUP_H_
