#include "reporting/model/constants.h"

#include "reporting/model/field_text.h"

namespace redline::reporting {

std::vector<NamedConstant> NamedConstants(const Constants& constants) {
  std::vector<NamedConstant> named;
  ForEachField<Constants>([&](const auto& field) {
    named.push_back({field.name, FieldText(constants.*field.member, field.form)});
  });
  return named;
}

}  // namespace redline::reporting
