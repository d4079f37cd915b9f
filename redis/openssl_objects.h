// What every use of OpenSSL here needs: its objects with owners, and its errors in words.
//
// Used by any thread; OpenSSL keeps errors for each thread.
#ifndef REDLINE_REDIS_OPENSSL_OBJECTS_H_
#define REDLINE_REDIS_OPENSSL_OBJECTS_H_

#include <memory>
#include <new>
#include <string>

namespace redline::redis {

template <typename T, void (*free_function)(T*)>
struct Freeing {
  void operator()(T* object) const { free_function(object); }
};

template <typename T, void (*free_function)(T*)>
using Owned = std::unique_ptr<T, Freeing<T, free_function>>;

// Makers return nothing if there was no memory.
template <typename T>
T* Checked(T* object) {
  if (object == nullptr) throw std::bad_alloc();
  return object;
}

// OpenSSL's words for one of its errors (ERR_peek_error).
std::string OpenSslErrorText(unsigned long error);

}  // namespace redline::redis

#endif  // REDLINE_REDIS_OPENSSL_OBJECTS_H_
