#include "tests/reporting/field_tables.h"

#include <initializer_list>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <typeindex>
#include <utility>
#include <vector>

#include "base/enum_table.h"
#include "reporting/model/field.h"
#include "reporting/model/result.h"
#include "reporting/model/search_result.h"
#include "reporting/model/sweep_result.h"
#include "reporting/model/timing_summary.h"

namespace redline::reporting::testing {
namespace {

// The type of the values in an optional or an array.
template <class Type>
struct HeldBy {
  using Held = Type;
};
template <class Type>
struct HeldBy<std::optional<Type>> : HeldBy<Type> {};
template <class Type>
struct HeldBy<std::vector<Type>> : HeldBy<Type> {};

std::string Line(std::initializer_list<std::string_view> cells) {
  std::string line = "|";
  for (const std::string_view cell : cells) {
    line += (cell.empty() ? "" : " ") + std::string(cell) + " |";
  }
  return line + "\n";
}

std::string Code(std::string_view text) { return "`" + std::string(text) + "`"; }

class Collector {
 public:
  template <HasFields Struct>
  void AddStruct(const std::string& name) {
    if (!known_.insert(typeid(Struct)).second) return;
    std::string table = Line({"field", "unit", "meaning"}) + "|---|---|---|\n";
    ForEachField<Struct>([&](const auto& field) { AddRow(name, field, table); });
    tables_[name] = table;
  }

  template <HasTable Enum>
  void AddEnum(const std::string& of, const std::string& name) {
    const auto [first, is_new] = enums_.emplace(name, typeid(Enum));
    const bool is_taken = !is_new && first->second != typeid(Enum);
    std::string table;
    for (const auto& row : TableOf(Enum())) {
      if constexpr (requires { row.status; }) {
        if (table.empty()) {
          table = Line({Code(name), "`status`", "meaning"}) + "|---|---|---|\n";
        }
        table += Line({Code(row.name), Code(NameOf(row.status)), row.meaning});
      } else {
        if (table.empty()) table = Line({Code(name), "meaning"}) + "|---|---|\n";
        table += Line({Code(row.name), row.meaning});
      }
    }
    tables_[is_taken ? of + "." + name : name] = table;
  }

  std::map<std::string, std::string> Take() { return std::move(tables_); }

 private:
  // `of` is the struct's.
  template <class Struct, class Type>
  void AddRow(const std::string& of, const Field<Struct, Type>& field,
              std::string& table) {
    table += Line({Code(field.name), field.unit, field.meaning});
    AddHeld<typename HeldBy<Type>::Held>(of, std::string(field.name));
  }

  template <class Struct, class Type>
  void AddRow(const std::string& /*of*/, const Derived<Struct, Type>& field,
              std::string& table) {
    table += Line({Code(field.name), field.unit, field.meaning});
  }

  template <class Struct, class Type>
  void AddRow(const std::string& of, const Inlined<Struct, Type>& /*field*/,
              std::string& table) {
    using Held = typename HeldBy<Type>::Held;
    if constexpr (HasFields<Held>) {
      ForEachField<Held>([&](const auto& field) { AddRow(of, field, table); });
    }
  }

  template <class Struct, class Type>
  void AddRow(const std::string& /*of*/, const Unwritten<Struct, Type>& /*field*/,
              std::string& /*table*/) {}

  template <class Held>
  void AddHeld(const std::string& of, const std::string& name) {
    if constexpr (HasFields<Held>) {
      AddStruct<Held>(name);
    } else if constexpr (HasTable<Held>) {
      AddEnum<Held>(of, name);
    }
  }

  std::map<std::string, std::string> tables_;
  std::map<std::string, std::type_index> enums_;  // By the field that holds them.
  std::set<std::type_index> known_;  // The structs; the first name of each counts.
};

// In the order in which a timing has them.
struct Timing {
  TimingSummary summary;
  shm::HistogramSnapshot::Parts parts;
};

}  // namespace
}  // namespace redline::reporting::testing

namespace redline::reporting {

template <>
inline constexpr auto kFields<testing::Timing> =
    std::tuple{Inlined{&testing::Timing::summary}, Inlined{&testing::Timing::parts}};

namespace testing {

std::map<std::string, std::string> FieldTables() {
  Collector collector;
  collector.AddStruct<Result>("result");
  collector.AddStruct<Timing>("timing");
  collector.AddStruct<SearchResult>("a search");
  collector.AddStruct<SweepResult>("a sweep");
  return collector.Take();
}

}  // namespace testing
}  // namespace redline::reporting
