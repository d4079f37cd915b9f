// One or more commands as the bytes that Redis reads (redis/resp.h), so that they leave
// in one write.
//
// A batch is meant to be kept and used again: Clear keeps its memory. Used by one thread.
#ifndef REDLINE_REDIS_COMMAND_BATCH_H_
#define REDLINE_REDIS_COMMAND_BATCH_H_

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redline::redis {

class CommandBatch {
 public:
  // Adds a command: its name and its arguments, which may hold any bytes.
  void Add(std::span<const std::string_view> arguments);
  void Add(std::initializer_list<std::string_view> arguments) {
    Add(std::span(arguments.begin(), arguments.size()));
  }

  // Adds a command argument by argument: Begin(n), and then n arguments.
  void Begin(std::size_t argument_count);
  void Argument(std::string_view bytes);
  // The same, as the argument's pieces, one after the other. Those that last stay as
  // they are until the batch has been executed: long ones are not copied.
  struct Piece {
    std::string_view bytes;
    bool lasts = false;
  };
  void Argument(std::span<const Piece> pieces);

  // Adds bytes that are encoded already (redis/resp.h), in which so many commands begin.
  void Encoded(std::string_view bytes, std::size_t commands);

  // Adds arguments that are bulk strings already, one after the other
  // (redis::Reply::bulk). Long ones are not copied: the caller keeps them as they are
  // until the batch has been executed.
  void BulkArguments(std::string_view bulks);

  void Clear();

  // The number of commands, which is the number of replies.
  std::size_t size() const { return size_; }

  // Calls visit(std::string_view) for the bytes, piece by piece. The pieces are valid
  // until the batch is changed.
  template <typename Visit>
  void ForEachPiece(const Visit& visit) const {
    const std::string_view own(bytes_);
    std::size_t begin = 0;
    for (const Insertion& insertion : insertions_) {
      if (insertion.at > begin) visit(own.substr(begin, insertion.at - begin));
      visit(insertion.bytes);
      begin = insertion.at;
    }
    if (begin < own.size()) visit(own.substr(begin));
  }

  // A copy of the bytes in one piece.
  std::string bytes() const;

  // Their number.
  std::size_t byte_count() const;

 private:
  // Bytes of others that belong before the `at`th of ours.
  struct Insertion {
    std::size_t at;
    std::string_view bytes;
  };

  // REQUIRES: the caller keeps the bytes as they are.
  void Insert(std::string_view bytes);

  std::string bytes_;
  std::vector<Insertion> insertions_;
  std::size_t size_ = 0;
};

}  // namespace redline::redis

#endif  // REDLINE_REDIS_COMMAND_BATCH_H_
