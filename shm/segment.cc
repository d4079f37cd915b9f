#include "shm/segment.h"

#include <fcntl.h>
#include <glog/logging.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

namespace redline::shm {
namespace {

namespace bip = boost::interprocess;

// The interface that mapped_region wants of something to map.
struct Mappable {
  int fd;
  bip::mapping_handle_t get_mapping_handle() const {
    bip::mapping_handle_t handle;
    handle.handle = fd;
    handle.is_xsi = false;
    return handle;
  }
};

std::string Reason(int error) { return std::generic_category().message(error); }

std::string Megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB (" +
         std::to_string(bytes) + " bytes)";
}

[[noreturn]] void ThrowNoRoom(const std::string& directory, std::size_t size) {
  struct statvfs info{};
  std::string free = "an unknown number of bytes";
  if (::statvfs(directory.c_str(), &info) == 0) {
    free = std::to_string(std::uint64_t{info.f_bavail} * info.f_frsize) + " bytes";
  }
  throw SegmentError(
      "The run needs " + Megabytes(size) + " of shared memory, but " + directory +
      " has only " + free +
      " free: use fewer workers or stages, or a smaller --max_worker_backlog, or make " +
      directory + " larger.");
}

// Memory without a name, that is gone with its last process. In a file system that knows
// no such files, as in gVisor, or without one, it is the kernel's own, which has no size
// but the machine's memory.
UniqueFd NamelessMemory(const std::string& directory) {
  UniqueFd fd(
      ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR));
  // No room, and no descriptor left, are as they are.
  const bool refused = errno == EMFILE || errno == ENFILE || errno == ENOSPC;
  if (fd || refused) return fd;
  const int why = errno;
  fd = UniqueFd(::memfd_create("redline", MFD_CLOEXEC));
  if (!fd) errno = why;
  return fd;
}

bip::mapped_region Map(int fd, std::size_t size) {
  try {
    return bip::mapped_region(Mappable{fd}, bip::read_write, 0, size);
  } catch (const bip::interprocess_exception& error) {
    throw SegmentError("Cannot map " + Megabytes(size) +
                       " of shared memory: " + error.what() + ".");
  }
}

}  // namespace

Segment::Segment(UniqueFd fd, bip::mapped_region region)
    : fd_(std::move(fd)), region_(std::move(region)) {}

Segment Segment::Create(const Shape& shape, const RunSettings& settings,
                        const std::string& directory) {
  CHECK_GE(shape.worker_count, 1U);
  CHECK_GE(shape.backlog_limit, 1U);
  CHECK_GE(shape.stage_count, 1U);
  const std::size_t capacity = RingCapacityFor(shape.backlog_limit);
  const std::size_t size = SegmentSize(shape.worker_count, capacity, shape.stage_count);

  UniqueFd fd = NamelessMemory(directory);
  if (!fd) {
    const int why = errno;
    throw SegmentError("Cannot create shared memory in " + directory + ": " +
                       Reason(why) +
                       (why == EMFILE || why == ENFILE
                            ? "; raise the limit of open files (ulimit -n)."
                            : "; it must be a tmpfs that this user may write to."));
  }
  int error;
  do {
    error = ::posix_fallocate(fd.get(), 0, static_cast<off_t>(size));
    // Before Linux 6.18 any signal interrupts it on a tmpfs.
  } while (error == EINTR);
  if (error != 0) {
    if (error == ENOSPC) ThrowNoRoom(directory, size);
    throw SegmentError("Cannot allocate " + Megabytes(size) + " of shared memory in " +
                       directory + ": " + Reason(error) + ".");
  }

  bip::mapped_region region = Map(fd.get(), size);
  Segment segment(std::move(fd), std::move(region));
  SegmentHeader* header = std::construct_at(segment.At<SegmentHeader>(0));
  header->worker_count = shape.worker_count;
  header->ring_capacity = static_cast<std::uint32_t>(capacity);
  header->backlog_limit = shape.backlog_limit;
  header->stage_count = shape.stage_count;
  header->supervisor_pid = ::getpid();
  header->settings = settings;
  for (std::size_t i = 0; i < shape.worker_count; ++i) {
    std::construct_at(segment.At<WorkerBlock>(segment.BlockOffset(i)));
    for (std::size_t stage = 0; stage < shape.stage_count; ++stage) {
      std::construct_at(segment.At<WorkerStage>(segment.StageOffset(i, stage)));
    }
  }
  // Release: the version is published last; see SegmentHeader.
  header->version.store(kSegmentVersion, std::memory_order_release);
  return segment;
}

Segment Segment::Attach(UniqueFd fd) {
  struct stat status{};
  if (::fstat(fd.get(), &status) != 0) {
    throw SegmentError("Cannot attach to the shared memory: " + Reason(errno) +
                       "; workers are started by the supervisor, not by hand.");
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size < kWorkersOffset) {
    throw SegmentError("The shared memory of " + std::to_string(size) +
                       " bytes is too small to be redline's.");
  }
  bip::mapped_region region = Map(fd.get(), size);
  Segment segment(std::move(fd), std::move(region));
  const SegmentHeader& header = segment.header();
  // Acquire pairs with the release in Create.
  const std::uint32_t version = header.version.load(std::memory_order_acquire);
  if (header.magic != kSegmentMagic || version == 0) {
    throw SegmentError("The shared memory is not redline's, or not ready.");
  }
  if (version != kSegmentVersion) {
    throw SegmentError("The shared memory has layout version " + std::to_string(version) +
                       ", this worker knows " + std::to_string(kSegmentVersion) +
                       ": build supervisor and worker from the same tree.");
  }
  if (size < SegmentSize(header.worker_count, header.ring_capacity, header.stage_count)) {
    throw SegmentError("The shared memory of " + std::to_string(size) +
                       " bytes is smaller than its header says.");
  }
  return segment;
}

TaskRingProducer Segment::Producer(std::size_t index) {
  return {worker(index).ring, Slots(index), header().ring_capacity,
          header().backlog_limit};
}

TaskRingConsumer Segment::Consumer(std::size_t index) {
  return {worker(index).ring, Slots(index), header().ring_capacity};
}

std::size_t Segment::BlockOffset(std::size_t index) const {
  return kWorkersOffset +
         index * WorkerStride(header().ring_capacity, header().stage_count);
}

std::size_t Segment::StageOffset(std::size_t worker, std::size_t stage) const {
  return BlockOffset(worker) + SlotsOffset(0) + stage * sizeof(WorkerStage);
}

Task* Segment::Slots(std::size_t index) const {
  return At<Task>(BlockOffset(index) + SlotsOffset(stage_count()));
}

}  // namespace redline::shm
