#include "worker/lua/value_functions.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

#include "worker/lua/lua_argument.h"
#include "worker/lua/lua_place.h"
#include "worker/task/payload.h"
#include "worker/task/random_values.h"
#include "worker/task/unix_time.h"
#include "worker/task/zipf_distribution.h"

namespace redline::worker {
namespace {

int Push(lua_State* lua, double number) {
  lua_pushnumber(lua, number);
  return 1;
}

int PushWhole(lua_State* lua, std::int64_t number) {
  return Push(lua, static_cast<double>(number));
}

int Uniform(lua_State* lua) {
  const std::int64_t first = WholeArgument(lua, 1, "redline.uniform: the first number");
  const std::int64_t last = WholeArgument(lua, 2, "redline.uniform: the last number");
  if (first > last) {
    RaiseInScript(lua, "redline.uniform: the first number is above the last");
  }
  return PushWhole(lua, UniformWhole(first, last, ContextOf(lua).random()));
}

int Zipf(lua_State* lua) {
  const std::int64_t first = WholeArgument(lua, 1, "redline.zipf: the first number");
  const std::int64_t last = WholeArgument(lua, 2, "redline.zipf: the last number");
  const double exponent = NumberArgument(lua, 3, "redline.zipf: the exponent");
  if (first > last)
    RaiseInScript(lua, "redline.zipf: the first number is above the last");
  if (exponent <= 0) RaiseInScript(lua, "redline.zipf: the exponent must be above 0");
  ZipfDistribution& latest = ContextOf(lua).latest_zipf;
  if (!latest.IsOf(first, last, exponent)) {
    latest = ZipfDistribution(first, last, exponent);
  }
  return PushWhole(lua, latest(ContextOf(lua).random()));
}

int Normal(lua_State* lua) {
  const double mean = NumberArgument(lua, 1, "redline.normal: the mean");
  const double deviation = NumberArgument(lua, 2, "redline.normal: the deviation");
  if (deviation < 0) RaiseInScript(lua, "redline.normal: the deviation is below 0");
  const double value = NormalReal(mean, deviation, ContextOf(lua).random());
  return Push(lua, std::max(0.0, std::round(value)));
}

int Exponential(lua_State* lua) {
  const double mean = NumberArgument(lua, 1, "redline.exponential: the mean");
  if (mean < 0) RaiseInScript(lua, "redline.exponential: the mean is below 0");
  return Push(lua, std::round(ExponentialReal(mean, ContextOf(lua).random())));
}

int Real(lua_State* lua) {
  const double first = NumberArgument(lua, 1, "redline.real: the first number");
  const double last = NumberArgument(lua, 2, "redline.real: the last number");
  if (first > last)
    RaiseInScript(lua, "redline.real: the first number is above the last");
  return Push(lua, first + (last - first) * UnitReal(ContextOf(lua).random()));
}

int Pick(lua_State* lua) {
  const int count = lua_gettop(lua);
  if (count == 0) RaiseInScript(lua, "redline.pick: there is nothing to pick from");
  lua_pushvalue(lua, static_cast<int>(UniformWhole(1, count, ContextOf(lua).random())));
  return 1;
}

int DrawPayload(lua_State* lua, decltype(PrintableText)* draw, const char* what) {
  const std::int64_t size = WholeArgument(lua, 1, what);
  if (size < 0 || std::cmp_greater(size, kMaxPayload)) {
    RaiseInScript(lua, "%s must be from 0 to 512 MiB", what);
  }
  LuaContext& context = ContextOf(lua);
  const std::string_view payload =
      draw(static_cast<std::size_t>(size), context.random(), context.payload);
  lua_pushlstring(lua, payload.data(), payload.size());
  return 1;
}

int Text(lua_State* lua) {
  return DrawPayload(lua, PrintableText, "redline.text: its length");
}

int Bytes(lua_State* lua) {
  return DrawPayload(lua, RandomBytes, "redline.bytes: its length");
}

int Hex(lua_State* lua) { return DrawPayload(lua, HexDigits, "redline.hex: its length"); }

int Seq(lua_State* lua) {
  LuaHand& hand = HandOf(lua, "redline.seq");
  const std::uint64_t round = hand.numbers_given++;
  return Push(lua, static_cast<double>(round * hand.settings.AllHands() +
                                       hand.settings.HandOfAll() + 1));
}

int Worker(lua_State* lua) {
  return Push(lua,
              static_cast<double>(HandOf(lua, "redline.worker").settings.worker + 1));
}

int Workers(lua_State* lua) {
  return Push(lua, static_cast<double>(HandOf(lua, "redline.workers").settings.workers));
}

int NowMs(lua_State* lua) {
  return PushWhole(lua, UnixTime<std::chrono::milliseconds>());
}

// As Lua's own: math.random(), math.random(last), math.random(first, last).
int MathRandom(lua_State* lua) {
  SplitMix& random = ContextOf(lua).random();
  const int count = lua_gettop(lua);
  if (count == 0) return Push(lua, UnitReal(random));
  const std::int64_t first =
      count == 1 ? 1 : WholeArgument(lua, 1, "math.random: the first number");
  const std::int64_t last =
      WholeArgument(lua, count == 1 ? 1 : 2, "math.random: the last number");
  if (first > last) RaiseInScript(lua, "math.random: the first number is above the last");
  return PushWhole(lua, UniformWhole(first, last, random));
}

}  // namespace

void AddValueFunctions(lua_State* lua, LuaContext& context) {
  AddFunctions(lua, context, "redline",
               {{"uniform", Uniform},
                {"zipf", Zipf},
                {"normal", Normal},
                {"exponential", Exponential},
                {"real", Real},
                {"pick", Pick},
                {"text", Text},
                {"bytes", Bytes},
                {"hex", Hex},
                {"seq", Seq},
                {"worker", Worker},
                {"workers", Workers},
                {"now_ms", NowMs}});
  AddFunctions(lua, context, "math", {{"random", MathRandom}});
}

}  // namespace redline::worker
