// A number in a field of a result, as JSON and CSV write it.
#ifndef REDLINE_REPORTING_MODEL_FIELD_TEXT_H_
#define REDLINE_REPORTING_MODEL_FIELD_TEXT_H_

#include <chrono>
#include <concepts>
#include <optional>
#include <string>

#include "base/text/number_text.h"
#include "reporting/model/field.h"

namespace redline::reporting {

// Each answers kAbsent where there is no number.

template <std::same_as<double> Number>
std::string FieldText(Number value, Form form) {
  if (form == Form::kAsGiven) return ConstantText(value);
  return DecimalText(value, form == Form::kThousandths ? 3 : 6);
}

template <std::integral Count>
  requires(!std::same_as<Count, bool>)
std::string FieldText(Count value, Form form) {
  return form == Form::kNullIfNone && value <= 0 ? kAbsent : std::to_string(value);
}

template <class Period>
std::string FieldText(std::chrono::duration<double, Period> value, Form form) {
  return FieldText(value.count(), form);
}

template <class Value>
std::string FieldText(const std::optional<Value>& value, Form form)
  requires requires { FieldText(*value, form); }
{
  return value ? FieldText(*value, form) : kAbsent;
}

// Numbers, counts and durations, and optional ones.
template <class Value>
concept IsNumber = requires(const Value& value) { FieldText(value, Form::kPlain); };

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_FIELD_TEXT_H_
