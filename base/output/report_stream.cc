#include "base/output/report_stream.h"

#include <glog/logging.h>
#include <zlib.h>

#include <cstddef>
#include <cstdio>

#include "base/text/base64.h"

namespace redline {
namespace {

constexpr std::string_view kMark = "redline-report: ";
// Lines that a log, a terminal or a person's editor takes.
constexpr std::size_t kCharactersPerLine = 1000;

std::string Gzipped(std::string_view content) {
  constexpr int kLargestWindow = 15;
  constexpr int kWithGzipHeader = 16;
  constexpr int kDefaultMemory = 8;
  z_stream stream{};
  CHECK_EQ(::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED,
                          kLargestWindow + kWithGzipHeader, kDefaultMemory,
                          Z_DEFAULT_STRATEGY),
           Z_OK)
      << "zlib could not begin";
  std::string packed(::deflateBound(&stream, content.size()), '\0');
  // zlib does not write to its input; its type is older than const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  CHECK_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END)
      << "zlib could not compress a report";
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

std::string Crc(std::string_view content) {
  char text[9];
  std::snprintf(text, sizeof text, "%08lx",
                ::crc32(0, reinterpret_cast<const Bytef*>(content.data()),
                        static_cast<uInt>(content.size())));
  return text;
}

}  // namespace

std::string StreamedReport(std::string_view name, std::string_view content) {
  std::string lines(kMark);
  lines.append(name).append(" ").append(std::to_string(content.size()));
  lines.append(" ").append(Crc(content)).append("\n");
  const std::string text = Base64(Gzipped(content));
  for (std::size_t at = 0; at < text.size(); at += kCharactersPerLine) {
    lines.append(kMark).append("+ ");
    lines.append(text, at, kCharactersPerLine).append("\n");
  }
  return lines;
}

std::string WithoutReportMarks(std::string text) {
  // A blank may have become a line's end.
  constexpr std::string_view kWord = kMark.substr(0, kMark.size() - 1);
  constexpr std::size_t kHyphen = kWord.find('-');
  for (std::size_t at = text.find(kWord); at != std::string::npos;
       at = text.find(kWord, at)) {
    text[at + kHyphen] = ' ';
  }
  return text;
}

std::string EndOfReportStream(int exit_code) {
  return std::string(kMark) + "end " + std::to_string(exit_code) + "\n";
}

}  // namespace redline
