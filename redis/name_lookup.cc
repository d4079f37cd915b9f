#include "redis/name_lookup.h"

#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include "base/mutex.h"

namespace redline::redis {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// The question and its answer, shared by who asks and the thread.
struct Lookup {
  std::string host;
  std::uint16_t port = 0;

  Mutex mutex;
  std::vector<tcp::endpoint> endpoints GUARDED_BY(mutex);
  error_code error GUARDED_BY(mutex);
};

error_code SystemError(int code) { return {code, boost::system::system_category()}; }

error_code ErrorOf(int code) {
  switch (code) {
    case EAI_AGAIN:
      return asio::error::host_not_found_try_again;
    case EAI_FAIL:
      return asio::error::no_recovery;
    case EAI_SYSTEM:
      return SystemError(errno);
    case EAI_MEMORY:
      return SystemError(ENOMEM);
    default:
      return asio::error::host_not_found;
  }
}

void Ask(Lookup& lookup) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(lookup.host.c_str(), std::to_string(lookup.port).c_str(),
                                 &hints, &found);
  const MutexLock lock(lookup.mutex);
  if (code != 0) {
    lookup.error = ErrorOf(code);
    return;
  }
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    tcp::endpoint& endpoint = lookup.endpoints.emplace_back();
    endpoint.resize(one->ai_addrlen);
    std::memcpy(endpoint.data(), one->ai_addr, one->ai_addrlen);
  }
  ::freeaddrinfo(found);
}

// Begins to ask; `done` becomes readable with the answer.
error_code Begin(const std::shared_ptr<Lookup>& lookup, int done) {
  const int to_tell = ::fcntl(done, F_DUPFD_CLOEXEC, 0);
  if (to_tell < 0) return SystemError(errno);
  // Signals are for the other threads.
  sigset_t all;
  ::sigfillset(&all);
  sigset_t before;
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  error_code error;
  try {
    std::thread([lookup, to_tell] {
      Ask(*lookup);
      ::eventfd_write(to_tell, 1);
      ::close(to_tell);
    }).detach();
  } catch (const std::system_error& refused) {
    error = SystemError(refused.code().value());
    ::close(to_tell);
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return error;
}

}  // namespace

asio::awaitable<std::vector<tcp::endpoint>> LookUp(std::string host, std::uint16_t port,
                                                   error_code& error) {
  const auto lookup = std::make_shared<Lookup>();
  lookup->host = std::move(host);
  lookup->port = port;
  asio::posix::stream_descriptor done(co_await asio::this_coro::executor);
  const int event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event < 0) {
    error = SystemError(errno);
    co_return std::vector<tcp::endpoint>();
  }
  done.assign(event);
  error = Begin(lookup, event);
  if (!error) {
    co_await done.async_wait(asio::posix::stream_descriptor::wait_read,
                             asio::redirect_error(asio::use_awaitable, error));
  }
  if (error) co_return std::vector<tcp::endpoint>();
  const MutexLock lock(lookup->mutex);
  error = lookup->error;
  co_return std::move(lookup->endpoints);
}

}  // namespace redline::redis
