// A task file, checked and compiled: flat instructions on numbered slots, for one run.
//
// What is constant has been computed, and the commands' constant bytes are ready as Redis
// reads them. Shared by the hands of a worker; it does not change.
#ifndef REDLINE_WORKER_TASK_FILE_PROGRAM_H_
#define REDLINE_WORKER_TASK_FILE_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "redis/command_batch.h"
#include "worker/task/zipf_distribution.h"
#include "worker/task_file/functions.h"
#include "worker/task_file/value.h"

namespace redline::worker::task_file {

// Where a value is kept while a task runs.
using Slot = std::uint32_t;

// The first slots, which the machine fills.
inline constexpr Slot kSeq = 0;
inline constexpr Slot kWorker = 1;   // From 1.
inline constexpr Slot kWorkers = 2;  // How many there are.
inline constexpr Slot kOwnSlots = 3;

// The most commands of a pipeline: its answers are kept in memory until all have come.
inline constexpr std::size_t kLongestPipeline = 100'000;

enum class Op : std::uint8_t {
  kEnd,       // Of the task, the preparation, or the expectation.
  kCopy,      // a <- b
  kWhole,     // a <- b as a whole number
  kKeep,      // a <- b, with a text's bytes
  kCompute,   // a <- b `op` c
  kNegate,    // a <- -b
  kCompare,   // a <- 1 if b `op` c, else 0
  kIsThere,   // a <- 1 if b is neither nil nor empty, else 0
  kNot,       // a <- 1 if b is 0, else 0
  kSize,      // a <- size of b
  kDraw,      // a <- `function` of the c operands from the bth on
  kSetZipf,   // the cth Zipf <- that of the three operands from the bth on
  kDrawZipf,  // a <- a number of the cth Zipf
  kNowMs,     // a <- Unix time in milliseconds
  kNowS,      // a <- Unix time in seconds
  // Where it goes on is c, in these.
  kJump,        // c
  kJumpUnless,  // c if a is 0
  kSkip,        // c, but for the chance a
  kChoose,      // where the choice a leads
  kCountUp,     // a <- a + 1; c if it is then above b
  kBeginStep,   // Step a.
  kEndStep,
  kLiteral,    // Add the ath literal to what is to be sent.
  kArgument,   // Add an argument, of the b pieces from the ath on.
  kSend,       // Send what was added, if anything was.
  kJoin,       // Send it if it is long: a pipeline has ended that joins others.
  kSendReady,  // Send the ath batch that is ready.
};

struct Instruction {
  Op op;
  Operator operation = Operator::kAdd;
  Function function = Function::kUniform;
  std::uint32_t line = 0;  // Of the file.
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
};

// Bytes of one or more commands, as Redis reads them, and the commands that begin there.
struct Literal {
  std::string bytes;
  std::vector<std::uint32_t> commands;
};

// Of an argument: a text, or what a slot holds.
struct Piece {
  bool varies = false;
  Slot slot = 0;
  std::string text = {};  // Or, for a sentence, how that is written which varies.
};

struct ReadyBatch {
  redis::CommandBatch batch;
  std::vector<std::uint32_t> commands;
};

// Leads to an element of an answer: its number, or the text that stands before it.
using ElementName = std::variant<std::size_t, std::string>;
using Path = std::vector<ElementName>;

// A part of an answer that is used.
struct Extraction {
  Path path;
  Slot slot = 0;
  bool keep_text = false;  // Beyond the next answer.
};

struct CompiledCommand {
  enum class Role : std::uint8_t { kPlain, kMulti, kQueued, kExec, kDiscard };

  Role role = Role::kPlain;
  std::uint32_t line = 0;
  std::string name;  // "HGETALL"
  std::vector<std::string> allowed;
  std::vector<Extraction> extractions;
  // Where the expectation begins among Program::expectations, the slot that then has its
  // outcome, and how it is written: empty if there is none.
  std::uint32_t expectation = 0;
  Slot as_expected = 0;
  std::string expectation_source;
  Slot answer = 0;  // The whole one, where something is expected.
};

// The task, or a preparation.
struct Section {
  std::uint32_t begin = 0;
  std::vector<Slot> names = {};  // They are nil until they are computed.
  std::uint64_t times = 0;       // Of a preparation.
  // It has `kJoin` in place of `kSend`: its commands can be sent together with those of
  // other times.
  bool joins = false;
};

struct Choosing {
  struct Option {
    double up_to;  // The sum of the shares so far.
    std::uint32_t target;
  };
  std::vector<Option> options;
};

struct Program {
  Program() = default;
  Program(const Program&) = delete;  // Values refer to its texts.
  Program& operator=(const Program&) = delete;

  std::string file;  // Its name, for sentences.
  std::vector<Instruction> code;
  std::vector<Instruction> expectations;
  std::vector<Value> slots;  // As they are before the first task.
  std::deque<std::string> texts;
  std::vector<Slot> operands;
  std::vector<ZipfDistribution> zipfs;  // As they are before the first task.
  std::vector<std::uint64_t> chances;   // The random numbers below these hit.
  std::vector<Choosing> choices;

  std::vector<Literal> literals;
  std::vector<Piece> pieces;
  std::vector<ReadyBatch> ready;
  std::vector<CompiledCommand> commands;

  Section task;
  std::vector<Section> preparations;
  std::vector<std::string> scripts;
  std::vector<std::string> steps;
  double round_trips = 0;  // A task's on average; 0: not known.
  bool watches = false;    // It needs a connection of its own.
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_PROGRAM_H_
