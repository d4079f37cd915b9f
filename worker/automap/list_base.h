// The common part of the three kinds of list: the key under which they are stored, and
// how they are filled from Redis.
//
// A list is a member of a described object and lives as long as that. It is bound to its
// key when the object is read (the stored reference names the path) or, if it is new,
// when the object is first saved.
#ifndef REDLINE_WORKER_AUTOMAP_LIST_BASE_H_
#define REDLINE_WORKER_AUTOMAP_LIST_BASE_H_

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "redis/reply.h"
#include "worker/automap/list_reference.h"
#include "worker/automap/mapper_error.h"

namespace redline::automap {

class ListBase {
 public:
  virtual ~ListBase() = default;

  bool bound() const { return !key_.empty(); }
  std::string_view key() const { return key_; }
  std::string_view key_prefix() const { return key().substr(0, prefix_size_); }
  std::string_view path() const { return key().substr(prefix_size_); }

  void Bind(std::string_view key_prefix, std::string_view path) {
    key_.assign(key_prefix).append(path);
    prefix_size_ = key_prefix.size();
  }

  virtual ListKind kind() const = 0;

  // Takes the stored items from the answer to HGETALL or, for an AppendList, LRANGE.
  // Throws MapperError. REQUIRES: bound().
  virtual void Fill(redis::Reply stored) = 0;

  // Adds to `lists` those of its items' lists that are read with them.
  virtual void CollectEagerLists(std::vector<ListBase*>& lists) = 0;

 protected:
  ListBase() = default;
  ListBase(ListBase&&) = default;
  ListBase& operator=(ListBase&&) = default;

  StoredAt At(std::string_view field) const { return {key_prefix(), key(), field}; }

 private:
  std::string key_;
  std::size_t prefix_size_ = 0;
};

template <typename T>
concept ListMember = std::derived_from<T, ListBase>;

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_LIST_BASE_H_
