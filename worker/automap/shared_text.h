// A string member for a text that many objects have in common, such as the same long mail
// sent again and again: copies share it, and its JSON is made once and not for each
// object that is saved. Reads and writes the same JSON as a std::string.
//
// Immutable. Copies may be used by different threads.
#ifndef REDLINE_WORKER_AUTOMAP_SHARED_TEXT_H_
#define REDLINE_WORKER_AUTOMAP_SHARED_TEXT_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "worker/automap/json_text.h"

namespace redline::automap {

class SharedText {
 public:
  SharedText() : SharedText(std::string()) {}
  explicit SharedText(std::string text) {
    std::string json;
    AppendJsonString(json, text);
    both_ = std::make_shared<const Both>(std::move(text), std::move(json));
  }

  std::string_view text() const { return both_->first; }

  // The text as a JSON string, with its quotes.
  std::string_view json() const { return both_->second; }

 private:
  using Both = std::pair<std::string, std::string>;

  std::shared_ptr<const Both> both_;
};

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_SHARED_TEXT_H_
