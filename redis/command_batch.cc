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

void CommandBatch::Argument(std::span<const Piece> pieces) {
  std::size_t size = 0;
  for (const Piece& piece : pieces) size += piece.bytes.size();
  AppendBulkHead(bytes_, size);
  for (const Piece& piece : pieces) {
    if (piece.lasts) {
      Insert(piece.bytes);
    } else {
      bytes_.append(piece.bytes);
    }
  }
  AppendBulkEnd(bytes_);
}

void CommandBatch::Encoded(std::string_view bytes, std::size_t commands) {
  bytes_.append(bytes);
  size_ += commands;
}

void CommandBatch::BulkArguments(std::string_view bulks) { Insert(bulks); }

void CommandBatch::Insert(std::string_view bytes) {
  if (bytes.size() < kWorthAPiece) {
    bytes_.append(bytes);
  } else {
    insertions_.push_back({.at = bytes_.size(), .bytes = bytes});
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

std::size_t CommandBatch::byte_count() const {
  std::size_t count = 0;
  ForEachPiece([&](std::string_view piece) { count += piece.size(); });
  return count;
}

}  // namespace redline::redis
