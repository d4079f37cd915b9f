// The cost of the object mapper and the client below it for each task, without Redis: a
// building of 100 flats is parsed, taken into the model, changed and written.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "redis/command_batch.h"
#include "redis/reply_reader.h"
#include "worker/workloads/building_model.h"

namespace redline {
namespace {

constexpr std::string_view kFlat =
    R"("id":"f1d32e55ead6","bedrooms":3,)"
    R"("mail":"building:73f918511360-vm-3:flats:f1d32e55ead6:mail {\"type\":\"list\",\"lazy\":true,\"append\":true}",)"
    R"("visitors":"building:73f918511360-vm-3:flats:f1d32e55ead6:visitors {\"type\":\"hash\",\"lazy\":true}")";

// The answer to HGETALL.
std::string StoredFlats(std::size_t count) {
  std::string bytes = "*" + std::to_string(2 * count) + "\r\n";
  for (std::size_t i = 0; i < count; ++i) {
    const std::string field = std::to_string(100000000000 + i);
    const std::string text =
        "{\"i\":" + std::to_string(i) + ",\"json\":{" + std::string(kFlat) + "}}";
    bytes += "$12\r\n" + field + "\r\n$" + std::to_string(text.size()) + "\r\n" + text +
             "\r\n";
  }
  return bytes;
}

void Parse(benchmark::State& state) {
  const std::string bytes = StoredFlats(static_cast<std::size_t>(state.range(0)));
  redis::ReplyReader reader;
  for (auto _ : state) {
    reader.Clear();
    reader.Feed(bytes);
    benchmark::DoNotOptimize(reader.replies()[0]);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(Parse)->Arg(10)->Arg(100)->Arg(300);

void Fill(benchmark::State& state) {
  redis::ReplyReader reader;
  reader.Feed(StoredFlats(static_cast<std::size_t>(state.range(0))));
  for (auto _ : state) {
    automap::List<worker::Flat> flats;
    flats.Bind("test:", "building:1:flats");
    flats.Fill(reader.replies()[0]);
    benchmark::DoNotOptimize(flats);
  }
}
BENCHMARK(Fill)->Arg(10)->Arg(100)->Arg(300);

void Write(benchmark::State& state) {
  redis::ReplyReader reader;
  reader.Feed(StoredFlats(static_cast<std::size_t>(state.range(0))));
  automap::List<worker::Flat> flats;
  flats.Bind("test:", "building:1:flats");
  flats.Fill(reader.replies()[0]);
  redis::CommandBatch batch;
  std::string scratch;
  for (auto _ : state) {
    batch.Clear();
    flats.Write(batch, scratch);
    benchmark::DoNotOptimize(batch.bytes());
  }
}
BENCHMARK(Write)->Arg(10)->Arg(100)->Arg(300);

}  // namespace
}  // namespace redline

BENCHMARK_MAIN();
