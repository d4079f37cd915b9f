// Owns one file descriptor and closes it.
#ifndef REDLINE_BASE_UNIQUE_FD_H_
#define REDLINE_BASE_UNIQUE_FD_H_

#include <unistd.h>

#include <utility>

namespace redline {

class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~UniqueFd() { Reset(); }

  // -1 if it owns none.
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

  void Reset() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  // From now on the caller's to close.
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

}  // namespace redline

#endif  // REDLINE_BASE_UNIQUE_FD_H_
