// A mutex that Clang checks: what it guards and who must hold it are part of the types
// (-Wthread-safety, run by scripts/lint). The standard library's has no such annotations.
// Other compilers take no notice of them.
#ifndef REDLINE_BASE_MUTEX_H_
#define REDLINE_BASE_MUTEX_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

#ifdef __clang__
#define REDLINE_THREAD_SAFETY(attribute) __attribute__((attribute))
#else
#define REDLINE_THREAD_SAFETY(attribute)
#endif

// On a member: read and written only by who holds the mutex.
#define GUARDED_BY(mutex) REDLINE_THREAD_SAFETY(guarded_by(mutex))
// On a function: its caller holds the mutex, or does not.
#define REQUIRES(mutex) REDLINE_THREAD_SAFETY(requires_capability(mutex))
#define EXCLUDES(mutex) REDLINE_THREAD_SAFETY(locks_excluded(mutex))

namespace redline {

class REDLINE_THREAD_SAFETY(capability("mutex")) Mutex {
 public:
  void Lock() REDLINE_THREAD_SAFETY(acquire_capability()) { mutex_.lock(); }
  void Unlock() REDLINE_THREAD_SAFETY(release_capability()) { mutex_.unlock(); }

 private:
  friend class Condition;
  std::mutex mutex_;
};

// Holds a mutex for as long as it lives.
class REDLINE_THREAD_SAFETY(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) REDLINE_THREAD_SAFETY(acquire_capability(mutex))
      : mutex_(mutex) {
    mutex_.Lock();
  }
  ~MutexLock() REDLINE_THREAD_SAFETY(release_capability()) { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits for what others change under the mutex. A wait may end for no reason: it belongs
// into a loop that looks.
class Condition {
 public:
  void NotifyAll() { condition_.notify_all(); }

  void Wait(Mutex& mutex) REQUIRES(mutex) {
    std::unique_lock lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  void WaitUntil(Mutex& mutex, std::chrono::steady_clock::time_point deadline)
      REQUIRES(mutex) {
    std::unique_lock lock(mutex.mutex_, std::adopt_lock);
    condition_.wait_until(lock, deadline);
    lock.release();
  }

 private:
  std::condition_variable condition_;
};

}  // namespace redline

#endif  // REDLINE_BASE_MUTEX_H_
