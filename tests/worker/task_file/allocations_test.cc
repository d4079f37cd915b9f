// A task takes no memory once a few have been performed: it would cost the worker time
// that is then missing where it measures.

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include "redis/reply_reader.h"
#include "worker/task/step_timer.h"
#include "worker/task_file/compiler.h"
#include "worker/task_file/file_parser.h"
#include "worker/task_file/machine.h"

namespace {

std::size_t g_allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++g_allocations;
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace redline::worker::task_file {
namespace {

// How often `tasks` tasks take memory, after as many before them. Each batch gets the
// same replies.
std::size_t AllocationsOf(std::string_view text, const std::string& replies, int tasks) {
  const std::shared_ptr<const Program> program =
      Compile(ParseTaskFile(text), "test.task", "run-");
  Machine machine(program, 1, 0, 1);
  redis::ReplyReader reader;
  std::size_t before = 0;
  for (int task = 0; task < 2 * tasks; ++task) {
    if (task == tasks) before = g_allocations;
    StepTimer timer;
    OpenStep step(timer);
    machine.Forget();
    machine.Begin(program->task, static_cast<std::uint64_t>(task) + 1);
    while (machine.Run(&step)) {
      reader.Clear();
      reader.Feed(replies);
      machine.Take(reader.replies());
    }
  }
  return g_allocations - before;
}

TEST(Allocations, AreNoneForATaskThatReadsAKey) {
  EXPECT_EQ(AllocationsOf("keys user:\ntask: GET user:{zipf(1, 1e6, 0.99)}",
                          "$5\r\nhello\r\n", 1000),
            0u);
}

TEST(Allocations, AreNoneForATaskOfManyKinds) {
  EXPECT_EQ(
      AllocationsOf(
          "keys cart:\n"
          "task:\n"
          "  user = uniform(1, 1000)\n"
          "  step read: HGETALL cart:{user} -> cart expect size >= 2\n"
          "  if cart[\"a\"] and cart[1] != \"no\": SET a {cart[1]}{text(2000)}\n"
          "  pipeline:\n"
          "    repeat 3 times: SET b:{count} {pick(hex(99), text(9), real(0, 1))}\n",
          "*2\r\n$1\r\na\r\n$40\r\n0123456789012345678901234567890123456789\r\n"
          "*2\r\n:1\r\n:2\r\n*2\r\n:1\r\n:2\r\n",
          1000),
      0u);
}

}  // namespace
}  // namespace redline::worker::task_file
