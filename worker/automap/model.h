// The mapper's knowledge of a model at compile time, from Boost.Describe:
//
//   struct Flat {
//     std::string id;
//     int bedrooms = 0;
//     AppendList<Mail> mail;
//   };
//   BOOST_DESCRIBE_STRUCT(Flat, (), (id, bedrooms, mail))
//
// The members become the JSON object's members, by name and in the order described. A
// member named `id` (a string or an integer) names an item in its list.
#ifndef REDLINE_WORKER_AUTOMAP_MODEL_H_
#define REDLINE_WORKER_AUTOMAP_MODEL_H_

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "worker/automap/list_base.h"

namespace redline::automap {

template <typename T>
concept Described = boost::describe::has_describe_members<T>::value;

template <typename T>
concept HasId = requires(const T& item) { item.id; };

// Calls visit(name, member) for each described member.
template <typename T, typename Visit>
void ForEachMember(T& object, Visit&& visit) {
  using Members = boost::describe::describe_members<std::remove_const_t<T>,
                                                    boost::describe::mod_any_access |
                                                        boost::describe::mod_inherited>;
  boost::mp11::mp_for_each<Members>(
      [&](auto member) { visit(member.name, object.*member.pointer); });
}

// Calls visit(name, list) for each member that is a list.
template <typename T, typename Visit>
void ForEachList(T& object, Visit&& visit) {
  if constexpr (Described<std::remove_const_t<T>>) {
    ForEachMember(object, [&](const char* name, auto& member) {
      if constexpr (ListMember<std::remove_cvref_t<decltype(member)>>) {
        visit(name, member);
      }
    });
  }
}

namespace internal {

template <typename T, ListKind... kKinds>
constexpr bool HasListOf() {
  if constexpr (Described<T>) {
    using Members =
        boost::describe::describe_members<T, boost::describe::mod_any_access |
                                                 boost::describe::mod_inherited>;
    bool found = false;
    boost::mp11::mp_for_each<Members>([&](auto member) {
      using Member = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
      if constexpr (ListMember<Member>) found |= ((Member::kKind == kKinds) || ...);
    });
    return found;
  }
  return false;
}

}  // namespace internal

template <typename T>
inline constexpr bool kHasLists =
    internal::HasListOf<T, ListKind::kList, ListKind::kLazyList, ListKind::kAppendList>();

template <typename T>
inline constexpr bool kHasEagerLists = internal::HasListOf<T, ListKind::kList>();

inline std::string IdText(const std::string& id) { return id; }
std::string IdText(std::integral auto id) { return std::to_string(id); }

// An item's name in its list's hash and in the paths of its own lists: its id or,
// where it has none, its index.
template <typename T>
std::string ItemName(const T& item, std::size_t index) {
  if constexpr (HasId<T>) {
    if (auto id = IdText(item.id); !id.empty()) return id;
  }
  return std::to_string(index);
}

// Adds the lists of an object that are read together with it.
template <typename T>
void CollectEagerListsOf(T& object, std::vector<ListBase*>& lists) {
  ForEachList(object, [&](const char*, auto& list) {
    if (list.kind() == ListKind::kList && list.bound()) lists.push_back(&list);
  });
}

// Calls visit(list) for each list of the object, of its items that are in memory, and so
// on.
template <typename T, typename Visit>
void ForEachListInTree(T& object, const Visit& visit) {
  ForEachList(object, [&](const char*, auto& list) {
    using Item = typename std::remove_cvref_t<decltype(list)>::Item;
    visit(list);
    if constexpr (kHasLists<Item>) {
      list.ForEachInMemory(
          [&](Item& item, std::size_t) { ForEachListInTree(item, visit); });
    }
  });
}

// Binds the lists that are not bound yet, below the object's path.
template <typename T>
void BindLists(T& object, std::string_view key_prefix, const std::string& path) {
  ForEachList(object, [&](const char* name, auto& list) {
    using Item = typename std::remove_cvref_t<decltype(list)>::Item;
    if (!list.bound()) list.Bind(key_prefix, path + ":" + name);
    if constexpr (kHasLists<Item>) {
      list.ForEachInMemory([&](Item& item, std::size_t index) {
        BindLists(item, key_prefix,
                  std::string(list.path()) + ":" + ItemName(item, index));
      });
    }
  });
}

}  // namespace redline::automap

#endif  // REDLINE_WORKER_AUTOMAP_MODEL_H_
