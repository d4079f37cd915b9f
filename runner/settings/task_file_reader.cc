#include "runner/settings/task_file_reader.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

#include "base/errors.h"
#include "shm/run_settings.h"

namespace redline::runner {
namespace {

constexpr std::string_view kScheme = "file:";
constexpr std::size_t kMostBytes = decltype(shm::RunSettings::task_text)::kMaxLength;

[[noreturn]] void Refuse(const std::string& path, const std::string& why) {
  throw UsageError("--workload (WORKLOAD): the task file '" + path + "' " + why + ".");
}

std::string TextIn(const std::string& path) {
  std::error_code unknown;
  const std::filesystem::file_status status = std::filesystem::status(path, unknown);
  // What is no file may never end, or never begin.
  if (exists(status) && !is_regular_file(status)) Refuse(path, "is no file");
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    Refuse(path, "cannot be read: " + std::generic_category().message(errno));
  }
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (text.size() > kMostBytes) {
    Refuse(path, "may have " + std::to_string(kMostBytes) + " bytes at most, but has " +
                     std::to_string(text.size()));
  }
  if (text.find('\0') != std::string::npos)
    Refuse(path, "is no text: it has a zero byte");
  return text;
}

std::string Sha256(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  ::EVP_Digest(text.data(), text.size(), digest.data(), &size, ::EVP_sha256(), nullptr);
  std::string digits;
  for (unsigned i = 0; i < size; ++i) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", digest[i]);
    digits += two;
  }
  return digits;
}

}  // namespace

std::optional<reporting::TaskFile> ReadTaskFile(const std::string& workload) {
  if (!workload.starts_with(kScheme)) return std::nullopt;
  const std::string path = workload.substr(kScheme.size());
  std::string text = TextIn(path);
  std::string sha256 = Sha256(text);
  return reporting::TaskFile{
      .path = path, .sha256 = std::move(sha256), .text = std::move(text)};
}

}  // namespace redline::runner
