// Where one coroutine waits until it is called, without a timer and without memory of its
// own.
//
// Belongs to one event loop and is used on its thread alone. Whoever calls goes on; the
// coroutine is resumed by the loop afterwards. If the spot is destroyed while somebody
// waits, that coroutine is never resumed.
#ifndef REDLINE_BASE_PARKING_SPOT_H_
#define REDLINE_BASE_PARKING_SPOT_H_

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

namespace redline {

class ParkingSpot {
 public:
  ParkingSpot() = default;
  ParkingSpot(const ParkingSpot&) = delete;
  ParkingSpot& operator=(const ParkingSpot&) = delete;

  bool occupied() const { return parked_.has_value(); }

  // To be awaited: returns when Call has been called. REQUIRES: nobody waits here.
  auto Park() {
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
        [this](Handler handler) { parked_.emplace(std::move(handler)); },
        boost::asio::use_awaitable);
  }

  // Lets the coroutine that waits here go on; nothing if there is none.
  void Call() {
    if (!parked_) return;
    Handler handler = *std::move(parked_);
    parked_.reset();
    boost::asio::post(std::move(handler));
  }

 private:
  using Handler =
      boost::asio::async_result<boost::asio::use_awaitable_t<>, void()>::handler_type;

  std::optional<Handler> parked_;
};

}  // namespace redline

#endif  // REDLINE_BASE_PARKING_SPOT_H_
