// Encodes a value of a model as JSON, as JSON.stringify would, and decodes it.
//
// Values are: std::string, SharedText, bool, integers, floating point numbers,
// std::optional and std::vector of values, described objects of values, and, as direct
// members of a root or of an item, the three kinds of list, each of which stands as a
// reference string.
//
// An optional without a value is JavaScript's undefined: its member is left out, and
// "null" in a vector. When decoding, "null" and a missing member are an optional without
// a value; a missing member of any other type keeps its default value, and a member that
// the model does not have is ignored. A value of the wrong type throws MapperError.
#ifndef REDLINE_WORKER_AUTOMAP_JSON_CODEC_H_
#define REDLINE_WORKER_AUTOMAP_JSON_CODEC_H_

#include <rapidjson/document.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "worker/automap/json_text.h"
#include "worker/automap/list_base.h"
#include "worker/automap/mapper_error.h"
#include "worker/automap/model.h"
#include "worker/automap/shared_text.h"

namespace redline::automap {

namespace internal {

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <typename T>
inline constexpr bool kIsVector = false;
template <typename T>
inline constexpr bool kIsVector<std::vector<T>> = true;

}  // namespace internal

// Appends the JSON text. REQUIRES: all lists of the value are bound.
template <typename T>
void Encode(std::string& out, const T& value) {
  if constexpr (ListMember<T>) {
    AppendReference(out, value.path(), T::kKind);
  } else if constexpr (std::same_as<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::signed_integral<T>) {
    AppendJsonInteger(out, std::int64_t{value});
  } else if constexpr (std::unsigned_integral<T>) {
    AppendJsonInteger(out, std::uint64_t{value});
  } else if constexpr (std::floating_point<T>) {
    AppendJsonNumber(out, value);
  } else if constexpr (std::same_as<T, std::string>) {
    AppendJsonString(out, value);
  } else if constexpr (std::same_as<T, SharedText>) {
    out += value.json();
  } else if constexpr (internal::kIsOptional<T>) {
    if (value) {
      Encode(out, *value);
    } else {
      out += "null";
    }
  } else if constexpr (internal::kIsVector<T>) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ',';
      Encode<typename T::value_type>(out, value[i]);
    }
    out += ']';
  } else {
    static_assert(Described<T>, "The mapper does not know this type of member.");
    out += '{';
    bool first = true;
    ForEachMember(value, [&](const char* name, const auto& member) {
      using Member = std::remove_cvref_t<decltype(member)>;
      static_assert(ListMember<Member> || !kHasLists<Member>,
                    "A list is a member of a root or of an item itself.");
      if constexpr (internal::kIsOptional<Member>) {
        if (!member) return;
      }
      if (!first) out += ',';
      first = false;
      out.append("\"").append(name).append("\":");
      Encode(out, member);
    });
    out += '}';
  }
}

// Takes the value from JSON. `name` is what it is called in an error's sentence.
template <typename T>
void Decode(const rapidjson::Value& json, T& value, std::string_view name,
            const StoredAt& at) {
  const auto require = [&](bool fits, const char* wanted) {
    if (!fits) Refuse(at, "has no " + std::string(wanted) + " for " + std::string(name));
  };
  if constexpr (ListMember<T>) {
    require(json.IsString(), "reference to a list");
    value.Bind(at.key_prefix,
               ParseReference({json.GetString(), json.GetStringLength()}, T::kKind, at));
  } else if constexpr (std::same_as<T, bool>) {
    require(json.IsBool(), "true or false");
    value = json.GetBool();
  } else if constexpr (std::signed_integral<T>) {
    require(json.IsInt64() && std::in_range<T>(json.GetInt64()), "integer in range");
    value = static_cast<T>(json.GetInt64());
  } else if constexpr (std::unsigned_integral<T>) {
    require(json.IsUint64() && std::in_range<T>(json.GetUint64()), "integer in range");
    value = static_cast<T>(json.GetUint64());
  } else if constexpr (std::floating_point<T>) {
    require(json.IsNumber(), "number");
    value = static_cast<T>(json.GetDouble());
  } else if constexpr (std::same_as<T, std::string>) {
    require(json.IsString(), "string");
    value.assign(json.GetString(), json.GetStringLength());
  } else if constexpr (std::same_as<T, SharedText>) {
    require(json.IsString(), "string");
    value = SharedText({json.GetString(), json.GetStringLength()});
  } else if constexpr (internal::kIsOptional<T>) {
    value.reset();
    if (!json.IsNull()) Decode(json, value.emplace(), name, at);
  } else if constexpr (internal::kIsVector<T>) {
    require(json.IsArray(), "array");
    value.clear();
    for (const auto& element : json.GetArray()) {
      typename T::value_type item{};
      Decode(element, item, name, at);
      value.push_back(std::move(item));
    }
  } else {
    static_assert(Described<T>, "The mapper does not know this type of member.");
    require(json.IsObject(), "object");
    ForEachMember(value, [&](const char* member_name, auto& member) {
      const auto found = json.FindMember(member_name);
      if (found != json.MemberEnd()) Decode(found->value, member, member_name, at);
    });
  }
}

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_JSON_CODEC_H_
