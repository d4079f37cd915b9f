#include "redis/command_batch.h"

#include "redis/resp.h"

namespace redline::redis {
namespace {

// A guess: below this, a copy should cost less than one more piece for the kernel to
// look at. The workload's pieces are far longer.
constexpr std::size_t kWorthAPiece = 1024;

}  // namespace

void CommandBatch::Add(std::span<const std::string_view> arguments) {
  Begin(arguments.size());
  for (const auto argument : arguments) Argument(argument);
}

void CommandBatch::Begin(std::size_t argument_count) {
  AppendArrayHead(bytes_, argument_count);
  ++size_;
}

void CommandBatch::Argument(std::string_view bytes) { AppendBulk(bytes_, bytes); }

void CommandBatch::BulkArguments(std::string_view bulks) {
  if (bulks.size() < kWorthAPiece) {
    bytes_.append(bulks);
  } else {
    insertions_.push_back({.at = bytes_.size(), .bytes = bulks});
  }
}

void CommandBatch::Clear() {
  bytes_.clear();
  insertions_.clear();
  size_ = 0;
}

std::string CommandBatch::bytes() const {
  std::string joined;
  ForEachPiece([&](std::string_view piece) { joined += piece; });
  return joined;
}

}  // namespace redline::redis
