#include "reporting/json/result_file.h"

#include <fcntl.h>
#include <glob.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/errors.h"
#include "base/text/text_encoding.h"
#include "base/unique_fd.h"

namespace redline::reporting {

namespace {

std::string ReadBytes(const std::string& path) {
  const UniqueFd fd(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const auto why = [] { return std::generic_category().message(errno); };
  if (!fd) throw UsageError("Cannot open " + path + ": " + why() + ".");
  std::string content;
  std::array<char, 65536> buffer;
  while (true) {
    const ssize_t size = ::read(fd.get(), buffer.data(), buffer.size());
    if (size == 0) return content;
    if (size > 0) {
      content.append(buffer.data(), static_cast<std::size_t>(size));
    } else if (errno != EINTR) {
      throw EnvironmentError("Cannot read " + path + ": " + why() + ".");
    }
  }
}

}  // namespace

std::string ReadFile(const std::string& path) {
  std::string content = ReadBytes(path);
  const std::string_view kind = KindOfBinary(content);
  if (!kind.empty()) throw UsageError(path + " is " + std::string(kind) + ".");
  return ToUtf8(std::move(content));
}

namespace {

// By one of json_reader.h's functions.
template <class Read>
auto ReadJsonFile(const std::string& path, Read read) {
  const std::string text = ReadFile(path);
  if (text.starts_with('<')) {
    throw UsageError(
        path +
        " is a report page, not a result; give the file that --report_json wrote.");
  }
  try {
    return read(text);
  } catch (const ResultError& error) {
    throw UsageError(path + " " + error.what());
  }
}

}  // namespace

Result ReadResultFile(const std::string& path) { return ReadJsonFile(path, ReadJson); }

AnyResult ReadAnyResultFile(const std::string& path) {
  return ReadJsonFile(path, ReadAnyJson);
}

std::vector<std::string> FilesOf(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> files;
  if (::glob(pattern.c_str(), GLOB_TILDE, nullptr, &found) == 0) {
    files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  ::globfree(&found);
  if (files.empty()) throw UsageError("No file is named " + pattern + ".");
  return files;
}

}  // namespace redline::reporting
