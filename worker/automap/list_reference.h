// The three kinds of list, and the text that stands for a list inside of the object that
// has it: the path of the list (its key without the prefix), a space, and its kind:
//
//   building:7144:flats {"type":"hash"}
//
// The format is that of the original mapper, byte for byte.
#ifndef REDLINE_WORKER_AUTOMAP_LIST_REFERENCE_H_
#define REDLINE_WORKER_AUTOMAP_LIST_REFERENCE_H_

#include <string>
#include <string_view>

#include "worker/automap/mapper_error.h"

namespace redline::automap {

enum class ListKind {
  kList,        // A hash, read whenever the object is fetched.
  kLazyList,    // A hash, read on demand.
  kAppendList,  // A Redis list, read on demand; only additions are written.
};

// Appends the reference as a JSON string.
void AppendReference(std::string& out, std::string_view path, ListKind kind);

// The path that a reference names. Throws MapperError if it is not a reference to a list
// of this kind.
std::string_view ParseReference(std::string_view reference, ListKind kind,
                                const StoredAt& at);

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_LIST_REFERENCE_H_
