#include "worker/task_file/values.h"

#include <chrono>
#include <cstdint>

#include "worker/task/unix_time.h"
#include "worker/task_file/functions.h"

namespace redline::worker::task_file {
namespace {

template <typename Unit>
Value WallClock() {
  return Value::Integer(UnixTime<Unit>());
}

Value Truth(bool is_so) { return Value::Integer(is_so ? 1 : 0); }

}  // namespace

Values::Values(const Program& program, std::uint64_t seed)
    : program_(program),
      random_(seed),
      slots_(program.slots),
      texts_(program.slots.size()),
      zipfs_(program.zipfs) {}

void Values::Compute(const Instruction& now) {
  const Value& b = slots_[now.b];
  Value& made = slots_[now.a];
  switch (now.op) {
    case Op::kCopy:
      made = b;
      break;
    case Op::kKeep:
      made = Kept(b, now.a);
      break;
    case Op::kWhole:
      made = Value::Integer(WholeNumber(b));
      break;
    case Op::kCompute:
      made = task_file::Compute(now.operation, b, slots_[now.c]);
      break;
    case Op::kNegate:
      made = Negate(b);
      break;
    case Op::kCompare:
      made = Truth(Compare(now.operation, b, slots_[now.c]));
      break;
    case Op::kIsThere:
      made = Truth(IsThere(b));
      break;
    case Op::kNot:
      made = Truth(b.integer == 0);
      break;
    case Op::kSize:
      made = Value::Integer(Size(b));
      break;
    case Op::kDraw:
      made = Draw(now.function, Arguments(now.b, now.c), random_, texts_[now.a]);
      break;
    case Op::kSetZipf:
      SetZipf(Arguments(now.b, 3), zipfs_[now.c]);
      break;
    case Op::kDrawZipf:
      made = Value::Integer(zipfs_[now.c](random_));
      break;
    case Op::kNowMs:
      made = WallClock<std::chrono::milliseconds>();
      break;
    case Op::kNowS:
      made = WallClock<std::chrono::seconds>();
      break;
    default:
      break;
  }
}

std::span<const Value* const> Values::Arguments(std::uint32_t begin,
                                                std::uint32_t count) {
  arguments_.clear();
  for (std::uint32_t i = 0; i < count; ++i) {
    arguments_.push_back(&slots_[program_.operands[begin + i]]);
  }
  return arguments_;
}

void Values::KeepText(Slot slot) {
  Value& value = slots_[slot];
  if (value.kind != Value::Kind::kText) return;
  texts_[slot] = value.text;
  value = Value::Text(texts_[slot], Value::Lifetime::kUntilSent);
}

Value Values::Kept(const Value& value, Slot slot) {
  if (value.kind != Value::Kind::kText || value.lifetime == Value::Lifetime::kForever) {
    return value;
  }
  texts_[slot] = value.text;
  return Value::Text(texts_[slot], Value::Lifetime::kShort);
}

}  // namespace redline::worker::task_file
