// The shared memory of one run: created by the supervisor, inherited by its workers.
//
// The memory is a file without a name in /dev/shm. Workers inherit its descriptor, so
// there is never a name that a crash could leave behind: the kernel frees the pages when
// the last process that maps them has ended, however it ended. All pages are allocated
// when it is created, so that a small /dev/shm is an error here and not a SIGBUS later.
//
// Ownership: a Segment owns its mapping and its descriptor. The supervisor never takes a
// lock in it, so a dying worker cannot wedge it.
//
// Who writes what: the supervisor the header and the producers' ends of the rings, worker
// i the rest of block i. Threads: const access from any; each ring end from one.
#ifndef REDLINE_SHM_SEGMENT_H_
#define REDLINE_SHM_SEGMENT_H_

#include <boost/interprocess/mapped_region.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

#include "base/unique_fd.h"
#include "shm/segment_layout.h"

namespace redline::shm {

// The segment could not be created or is not one of ours; what() is a sentence for the
// user.
class SegmentError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Segment {
 public:
  struct Shape {
    std::uint32_t worker_count;
    std::uint32_t backlog_limit;
    std::uint32_t stage_count = 1;
  };

  // REQUIRES: worker_count, backlog_limit and stage_count >= 1. `directory` is a tmpfs;
  // where it is none that takes files without a name, the memory is of memfd_create(2).
  static Segment Create(const Shape& shape, const RunSettings& settings,
                        const std::string& directory = "/dev/shm");

  // Maps the segment that a supervisor created. Takes the descriptor.
  static Segment Attach(UniqueFd fd);

  // To be inherited by workers; closed on exec unless passed on explicitly.
  int fd() const { return fd_.get(); }

  SegmentHeader& header() { return *At<SegmentHeader>(0); }
  const SegmentHeader& header() const { return *At<SegmentHeader>(0); }

  std::size_t worker_count() const { return header().worker_count; }
  // REQUIRES: index < worker_count().
  WorkerBlock& worker(std::size_t index) { return *At<WorkerBlock>(BlockOffset(index)); }
  const WorkerBlock& worker(std::size_t index) const {
    return *At<WorkerBlock>(BlockOffset(index));
  }

  std::size_t stage_count() const { return header().stage_count; }
  // What a worker records of a stage. REQUIRES: indices below their counts.
  WorkerStage& stage(std::size_t worker, std::size_t stage) {
    return *At<WorkerStage>(StageOffset(worker, stage));
  }
  const WorkerStage& stage(std::size_t worker, std::size_t stage) const {
    return *At<WorkerStage>(StageOffset(worker, stage));
  }
  // Of all stages. REQUIRES: index < worker_count().
  std::span<WorkerStage> stages(std::size_t worker) {
    return {&stage(worker, 0), stage_count()};
  }

  TaskRingProducer Producer(std::size_t index);
  TaskRingConsumer Consumer(std::size_t index);

 private:
  Segment(UniqueFd fd, boost::interprocess::mapped_region region);

  std::size_t BlockOffset(std::size_t index) const;
  std::size_t StageOffset(std::size_t worker, std::size_t stage) const;
  Task* Slots(std::size_t index) const;

  template <class T>
  T* At(std::size_t offset) const {
    return reinterpret_cast<T*>(static_cast<std::byte*>(region_.get_address()) + offset);
  }

  UniqueFd fd_;
  boost::interprocess::mapped_region region_;
};

}  // namespace redline::shm

#endif  // REDLINE_SHM_SEGMENT_H_
