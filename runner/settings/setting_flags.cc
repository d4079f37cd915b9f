#include "runner/settings/setting_flags.h"

#include <gflags/gflags.h>

#include <array>
#include <string_view>
#include <type_traits>
#include <variant>

#include "runner/settings/setting_rows.h"

namespace redline::runner {
namespace {

template <class T>
using Stored = std::conditional_t<std::is_same_v<T, std::string_view>, std::string, T>;

// gflags keeps all pointers, until the end of the program.
void Register(const Setting& setting) {
  std::visit(
      [&]<class T>(const T& fallback) {
        auto& values = *new std::array<Stored<T>, 2>;
        values.fill(Stored<T>(fallback));
        gflags::FlagRegisterer(setting.name.data(), setting.help.data(), __FILE__,
                               &values[0], &values[1]);
      },
      setting.fallback);
}

const bool registered = [] {
  ForEachSetting(Register);
  return true;
}();

gflags::CommandLineFlagInfo InfoOf(const Setting& setting) {
  return gflags::GetCommandLineFlagInfoOrDie(setting.name.data());
}

}  // namespace

Value ValueOf(const Setting& setting) {
  const void* const value = InfoOf(setting).flag_ptr;
  return std::visit(
      [&]<class T>(const T&) { return Value(*static_cast<const Stored<T>*>(value)); },
      setting.fallback);
}

std::string TextOf(const Setting& setting) { return InfoOf(setting).current_value; }

bool IsGiven(const Setting& setting) { return !InfoOf(setting).is_default; }

}  // namespace redline::runner
