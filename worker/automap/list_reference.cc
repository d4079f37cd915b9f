#include "worker/automap/list_reference.h"

#include "worker/automap/json_text.h"

namespace redline::automap {
namespace {

std::string_view KindText(ListKind kind) {
  switch (kind) {
    case ListKind::kList:
      return R"( {"type":"hash"})";
    case ListKind::kLazyList:
      return R"( {"type":"hash","lazy":true})";
    case ListKind::kAppendList:
      return R"( {"type":"list","lazy":true,"append":true})";
  }
  return {};
}

}  // namespace

void AppendReference(std::string& out, std::string_view path, ListKind kind) {
  out += '"';
  AppendJsonEscaped(out, path);
  AppendJsonEscaped(out, KindText(kind));
  out += '"';
}

std::string_view ParseReference(std::string_view reference, ListKind kind,
                                const StoredAt& at) {
  const auto text = KindText(kind);
  if (!reference.ends_with(text) || reference.size() == text.size()) {
    Refuse(at, "has \"" + std::string(reference) + "\" where the model has a list" +
                   std::string(text));
  }
  return reference.substr(0, reference.size() - text.size());
}

}  // namespace redline::automap
