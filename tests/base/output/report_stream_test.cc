#include "base/output/report_stream.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <zlib.h>

#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

namespace redline::reporting {
namespace {

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// As a receiver would: zlib also checks the length and the CRC in gzip's trailer.
std::string Unpacked(const std::string& base64) {
  std::string packed(base64.size(), '\0');
  const int size =
      ::EVP_DecodeBlock(reinterpret_cast<unsigned char*>(packed.data()),
                        reinterpret_cast<const unsigned char*>(base64.data()),
                        static_cast<int>(base64.size()));
  EXPECT_GT(size, 0);
  std::string plain(1'000'000, '\0');
  z_stream stream{};
  EXPECT_EQ(::inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(size);
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
  plain.resize(stream.total_out);
  ::inflateEnd(&stream);
  return plain;
}

TEST(ReportStream, BringsAReportBackAsItWas) {
  std::string content;
  for (int i = 0; i < 20'000; ++i) content += std::to_string(i * 7919 % 10'007) + "│\n";
  const std::vector<std::string> lines = Lines(StreamedReport("json", content));
  std::string base64;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    ASSERT_EQ(lines[i].substr(0, 18), "redline-report: + ");
    EXPECT_LE(lines[i].size(), 1018U);
    base64 += lines[i].substr(18);
  }
  EXPECT_GT(lines.size(), 10U);
  EXPECT_EQ(Unpacked(base64), content);
}

TEST(ReportStream, NamesAReportWithItsLengthAndChecksum) {
  // The check value of CRC-32 for "123456789" is known.
  EXPECT_EQ(Lines(StreamedReport("html", "123456789"))[0],
            "redline-report: html 9 cbf43926");
}

TEST(ReportStream, EndsWithTheExitCode) {
  EXPECT_EQ(EndOfReportStream(143), "redline-report: end 143\n");
}

TEST(WithoutReportMarks, LeavesNoLineThatCouldBeOfAReport) {
  EXPECT_EQ(WithoutReportMarks(EndOfReportStream(0)), "redline report: end 0\n");
  EXPECT_EQ(WithoutReportMarks("redline-report:\nredline-report: x"),
            "redline report:\nredline report: x");
  EXPECT_EQ(WithoutReportMarks("redline: a redline-report"), "redline: a redline-report");
}

}  // namespace
}  // namespace redline::reporting
