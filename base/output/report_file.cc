#include "base/output/report_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/errors.h"
#include "base/output/output_channel.h"

namespace redline {
namespace {

namespace fs = std::filesystem;

std::string Reason(int error) { return std::generic_category().message(error); }

std::optional<struct stat> StatOf(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

bool AreOneFile(const std::string& a, const std::string& b) {
  const auto first = StatOf(a);
  const auto second = StatOf(b);
  return first && second && first->st_dev == second->st_dev &&
         first->st_ino == second->st_ino;
}

// The path's target, at the end of all links; it need not exist.
std::string TargetOf(const std::string& path) {
  std::error_code error;
  if (StatOf(path)) {
    // The kernel's own links (/dev/fd) name what has no name.
    const std::string target = fs::canonical(path, error);
    return !error && AreOneFile(path, target) ? target : path;
  }
  fs::path target = path;
  constexpr int kMostLinks = 40;  // As the kernel has it.
  for (int i = 0; i < kMostLinks && fs::is_symlink(target, error); ++i) {
    target = target.parent_path() / fs::read_symlink(target, error);
  }
  return target;
}

// The same for all spellings of one file.
std::string IdentityOf(const std::string& path) {
  if (IsStdout(path)) return "stdout";
  std::error_code error;
  const fs::path target = TargetOf(path);
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  const fs::path known = fs::canonical(folder, error);
  return error ? target : known / target.filename();
}

// A new file in the folder of `target`, to become it: its name, its descriptor, and the
// errno if there is none.
struct Draft {
  std::string path;
  UniqueFd fd;
  int error = 0;
};

Draft MakeDraft(const std::string& target) {
  const fs::path folder = fs::path(target).parent_path();
  Draft draft;
  for (int i = 0; i < 1000; ++i) {
    draft.path = folder / (".redline-" + std::to_string(::getpid()) + "-" +
                           std::to_string(i) + ".tmp");
    const int fd =
        ::open(draft.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    draft.error = fd < 0 ? errno : 0;
    draft.fd = UniqueFd(fd);
    if (draft.error != EEXIST) break;
  }
  return draft;
}

// 0 or an errno.
int WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

// 0 or an errno. Some file systems know no fsync.
int Sync(int fd) { return ::fsync(fd) == 0 || errno == EINVAL ? 0 : errno; }

// A new name is on the disk when its folder is.
int SyncFolderOf(const std::string& target) {
  const fs::path parent = fs::path(target).parent_path();
  const UniqueFd folder(
      ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // One that may be written to and not read.
  return folder ? Sync(folder.get()) : 0;
}

// Why it cannot be written beside and renamed, though it may be written over.
bool MayBeWrittenOver(int error) {
  constexpr std::array<int, 6> kErrors = {EACCES, EPERM, EROFS, EBUSY, EXDEV, ENOENT};
  return std::ranges::find(kErrors, error) != kErrors.end();
}

}  // namespace

bool IsStdout(const std::string& path) {
  if (path == "-") return true;
  struct stat out{};
  const auto named = StatOf(path);
  if (!named || ::fstat(STDOUT_FILENO, &out) != 0) return false;
  // Two texts written to /dev/null do not meet.
  if (S_ISCHR(out.st_mode) && ::isatty(STDOUT_FILENO) == 0) return false;
  return named->st_dev == out.st_dev && named->st_ino == out.st_ino;
}

void CheckDistinct(std::span<const std::pair<std::string, std::string>> files) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    for (std::size_t j = i + 1; j < files.size(); ++j) {
      if (files[i].second.empty() || files[j].second.empty()) continue;
      const std::string identity = IdentityOf(files[i].second);
      if (identity != IdentityOf(files[j].second)) continue;
      throw UsageError(files[i].first + " and " + files[j].first + " cannot both go to " +
                       (identity == "stdout" ? identity : files[i].second) +
                       "; name another file for one of them.");
    }
  }
}

ReportFile::ReportFile(const std::string& path, std::string_view flag)
    : path_(path), target_(TargetOf(path)) {
  const auto refuse = [&](int error) {
    throw UsageError("Cannot write to " + std::string(flag) + "=" + path_ + ": " +
                     Reason(error) + "; name a file that can be written to.");
  };
  const auto known = StatOf(path_);
  if (!known && errno != ENOENT) refuse(errno);
  if (known && S_ISDIR(known->st_mode)) refuse(EISDIR);
  if (known) {
    UniqueFd fd(::open(path_.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd) refuse(errno);
    // A file has been checked by that; it is opened anew later.
    if (!S_ISREG(known->st_mode)) direct_ = std::move(fd);
    return;
  }
  const Draft draft = MakeDraft(target_);
  if (!draft.fd) refuse(errno);
  ::unlink(draft.path.c_str());
}

void ReportFile::Write(std::string_view text, const Patience& patience) {
  if (direct_) {
    WriteDirectly(text, patience);
  } else {
    Replace(text);
  }
}

void ReportFile::Fail(int error) const {
  throw EnvironmentError("Cannot write the report to " + path_ + ": " + Reason(error) +
                         (error == EFBIG ? ": raise the limit of ulimit -f." : "."));
}

void ReportFile::Replace(std::string_view text) {
  const auto old = StatOf(target_);
  Draft draft = MakeDraft(target_);
  if (!draft.fd) {
    if (!old || !MayBeWrittenOver(draft.error)) Fail(draft.error);
    WriteOver(text);
    return;
  }
  // As far as permitted.
  if (old) {
    static_cast<void>(::fchown(draft.fd.get(), old->st_uid, old->st_gid) == 0);
    static_cast<void>(::fchmod(draft.fd.get(), old->st_mode & 07777) == 0);
  }
  int error = WriteAll(draft.fd.get(), text);
  if (error == 0) error = Sync(draft.fd.get());
  if (::close(draft.fd.Release()) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(draft.path.c_str(), target_.c_str()) != 0) {
    error = errno;
    ::unlink(draft.path.c_str());
    if (!old || !MayBeWrittenOver(error)) Fail(error);
    WriteOver(text);
    return;
  }
  if (error != 0) {
    ::unlink(draft.path.c_str());
    Fail(error);
  }
  if (const int folder = SyncFolderOf(target_); folder != 0) Fail(folder);
}

void ReportFile::WriteOver(std::string_view text) {
  UniqueFd file(::open(target_.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file) Fail(errno);
  const auto size = static_cast<off_t>(text.size());
  // The old content is lost only when there is room for all.
  const auto old = StatOf(target_);
  int error = size == 0 ? 0 : ::posix_fallocate(file.get(), 0, size);
  if (error == EINVAL || error == EOPNOTSUPP) error = 0;  // Then it cannot be told.
  if (error != 0 && old) {
    // A part of the room may have been made.
    static_cast<void>(::ftruncate(file.get(), old->st_size) == 0);
  }
  if (error == 0) error = WriteAll(file.get(), text);
  if (error == 0 && ::ftruncate(file.get(), size) != 0) error = errno;
  if (error == 0) error = Sync(file.get());
  if (::close(file.Release()) != 0 && error == 0) error = errno;
  if (error != 0) Fail(error);
}

void ReportFile::WriteDirectly(std::string_view text, const Patience& patience) {
  OutputChannel channel(UniqueFd(::fcntl(direct_.get(), F_DUPFD_CLOEXEC, 0)), patience);
  channel.Put(std::string(text));
  if (channel.Flush()) return;
  if (channel.error() != 0) Fail(channel.error());
  throw EnvironmentError("Cannot write the report to " + path_ +
                         ": nobody reads it to its end.");
}

}  // namespace redline
