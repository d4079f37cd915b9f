// Runs a coroutine to its end on an event loop of its own, and returns or throws what it
// returned or threw.
#ifndef REDLINE_TESTS_TESTING_RUN_COROUTINE_H_
#define REDLINE_TESTS_TESTING_RUN_COROUTINE_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace redline::testing {

template <typename T>
T RunCoroutine(boost::asio::awaitable<T> coroutine) {
  boost::asio::io_context loop(1);
  std::exception_ptr failure;
  if constexpr (std::is_void_v<T>) {
    co_spawn(loop, std::move(coroutine),
             [&](std::exception_ptr thrown) { failure = thrown; });
    loop.run();
    if (failure) std::rethrow_exception(failure);
  } else {
    std::optional<T> result;
    co_spawn(loop, std::move(coroutine), [&](std::exception_ptr thrown, T value) {
      failure = thrown;
      result = std::move(value);
    });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }
}

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_RUN_COROUTINE_H_
