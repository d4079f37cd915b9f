// A timing in the two text forms that HdrHistogram's own tools read: the table that its
// plotters draw (.hgrm), and the log of encoded histograms (.hlog).
//
// The forms are those of HdrHistogram 2.1 (https://github.com/HdrHistogram/HdrHistogram):
// AbstractHistogram.outputPercentileDistribution and encodeIntoCompressedByteBuffer ("V2
// encoding"), ZigZagEncoding, and HistogramLogWriter (log format version 1.3).
//
// Why nothing is lost on the way: HdrHistogram with five significant digits has slots one
// microsecond wide below 2^18 µs, and cuts every doubling above into 2^17. So each bucket
// of ours that is w = 2^k wide (64 in a doubling) holds whole slots only, at most
// w/2^11 or one microsecond wide, and its half, lowest + w/2, is where a slot begins. All
// of a bucket's values are told as its middle, lowest + (w-1)/2, rounded down: the last
// value of the slot before that half. HdrHistogram answers a percentile with the last
// value of a slot: to the microsecond what HistogramSnapshot::Percentile answers, rounded
// down, as both count ranks alike. Where the middle would lie beyond the exact minimum or
// maximum, it is that one instead.
//
// One of the values is told as the exact minimum, another as the exact maximum, each in
// its own bucket: the first rank and the last are told better than by a middle, most of
// all when the last is longer than ten minutes. They come back exactly below 2^18 µs
// (262 ms) and within 2^-17 (8 millionths) above. Counts are exact.
//
// Pure functions, independent of the locale. A histogram without buckets
// (HistogramSnapshot::Buckets::kNone) counts as an empty one here.
#ifndef REDLINE_REPORTING_LOGS_PERCENTILE_LOG_H_
#define REDLINE_REPORTING_LOGS_PERCENTILE_LOG_H_

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "shm/histogram_snapshot.h"

namespace redline::reporting {

// The percentile distribution, values in milliseconds, with five steps in each half of
// the distance to 100 %: to the byte what HdrHistogram's
// outputPercentileDistribution(out, 5, 1000.0) prints of the histogram that ToHlog
// encodes. An empty one has no rows, and zeros in the three lines at the end. Mean and
// deviation are of the slots' middles: the mean is within 0.8 % of
// HistogramSnapshot::Mean, which is exact (except that values above ten minutes count as
// the last bucket's middle).
std::string ToHgrm(const shm::HistogramSnapshot& histogram);

struct TaggedHistogram {
  // A step by its StepKey (reporting/model/timing_summary.h). HdrHistogram's tags have no
  // commas, spaces or line ends: each becomes '_'. Empty for the one without a tag, which
  // is all that HdrHistogram's own tools look at unless they are told a tag.
  std::string tag;
  shm::HistogramSnapshot histogram;
  // From the start of the measured phase; nothing for all of it.
  struct Interval {
    std::chrono::duration<double> begin;
    std::chrono::duration<double> length;
  };
  std::optional<Interval> interval = std::nullopt;
};

// A log with one line for each timing that has values; an empty one is left out, because
// readers would answer 0 for each of its percentiles. A line spans its interval, or the
// whole measured phase: it then starts at 0 and is `length` long. Values are
// microseconds, Interval_Max is milliseconds; a comment in the log says so, as
// HdrHistogram's default is nanoseconds (HistogramLogProcessor wants
// -outputValueUnitRatio 1000). With `started_unix_seconds`, readers know when that was;
// without, it started at 0.
std::string ToHlog(const std::vector<TaggedHistogram>& timings,
                   std::chrono::duration<double> length,
                   std::optional<double> started_unix_seconds);

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_LOGS_PERCENTILE_LOG_H_
