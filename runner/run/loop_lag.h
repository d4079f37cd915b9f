// How late an event loop is to notice a timer. Event loop's thread only.
#ifndef REDLINE_RUNNER_RUN_LOOP_LAG_H_
#define REDLINE_RUNNER_RUN_LOOP_LAG_H_

#include <boost/asio/awaitable.hpp>
#include <functional>

#include "shm/shared_histogram.h"

namespace redline::runner {

// Never returns; records whenever `is_wanted`. Its arguments outlive the loop's run.
boost::asio::awaitable<void> MeasureLoopLag(shm::SharedHistogram& lag,
                                            std::function<bool()> is_wanted);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_RUN_LOOP_LAG_H_
