#include "redis/reply_store.h"

#include <utility>

namespace redline::redis {

void ReplyStore::Clear() {
  arena_.nodes.clear();
  TakeFreeText();
  arena_.replies.clear();
}

void ReplyStore::TakeFreeText() {
  const auto is_free = [](const std::shared_ptr<std::string>& text) {
    // Only the thread that calls us could take another share.
    return text.use_count() == 1;
  };
  if (is_free(spare_text_) &&
      (!is_free(arena_.text) || spare_text_->capacity() > arena_.text->capacity())) {
    std::swap(arena_.text, spare_text_);
  }
  if (!is_free(arena_.text)) arena_.text = std::make_shared<std::string>();
  arena_.text->clear();
}

}  // namespace redline::redis
