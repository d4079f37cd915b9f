#include "worker/workloads/mail_text.h"

namespace redline::worker {
namespace {

// Coordinates of this range make pairs of 16.3 bytes in the mean: 63 to a kilobyte.
constexpr int kMaxHundredths = 29999;

void AppendCoordinate(std::string& out, std::mt19937_64& random) {
  std::uniform_int_distribution<int> hundredths(-kMaxHundredths, kMaxHundredths);
  int value = hundredths(random);
  if (value < 0) {
    out += '-';
    value = -value;
  }
  out += std::to_string(value / 100);
  out += '.';
  out += static_cast<char>('0' + value / 10 % 10);
  out += static_cast<char>('0' + value % 10);
}

}  // namespace

std::string MakeMailText(std::size_t bytes, std::mt19937_64& random) {
  std::string text = "{";
  text.reserve(bytes);
  for (;;) {
    std::string pair = text.size() == 1 ? "\"" : ",\"";
    AppendCoordinate(pair, random);
    pair += "\":";
    AppendCoordinate(pair, random);
    if (text.size() + pair.size() + 1 > bytes) break;
    text += pair;
  }
  text.append(bytes - text.size() - 1, ' ');
  text += '}';
  return text;
}

}  // namespace redline::worker
