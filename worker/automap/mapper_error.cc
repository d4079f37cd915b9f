#include "worker/automap/mapper_error.h"

namespace redline::automap {

void Refuse(const StoredAt& at, const std::string& is_wrong) {
  std::string sentence = "The value in the key \"" + std::string(at.key) + "\"";
  if (!at.field.empty()) sentence += ", field \"" + std::string(at.field) + "\",";
  throw MapperError(sentence + " " + is_wrong +
                    ": delete the key, or use another key prefix or id.");
}

}  // namespace redline::automap
