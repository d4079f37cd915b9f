#include "tests/reporting/terminal_emulator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace redline::reporting::testing {
namespace {

constexpr char kBlank[] = " ";

std::size_t BytesOfFirstCharacter(std::string_view text) {
  std::size_t bytes = 1;
  while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
    ++bytes;
  return bytes;
}

}  // namespace

TerminalEmulator::TerminalEmulator(TerminalSize size)
    : size_(size), rows_(size.rows, Line(size.columns, kBlank)) {}

void TerminalEmulator::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t length = 1;
    if (bytes.starts_with("\x1b[")) {
      length = 2 + Control(bytes.substr(2));
    } else if (bytes[0] == '\r') {
      column_ = 0;
      wrap_pending_ = false;
    } else if (bytes[0] == '\n') {
      LineFeed();
    } else if (static_cast<unsigned char>(bytes[0]) < 0x20) {
      ADD_FAILURE() << "control character " << static_cast<int>(bytes[0]);
    } else {
      length = BytesOfFirstCharacter(bytes);
      Put(bytes.substr(0, length));
    }
    bytes.remove_prefix(length);
  }
}

void TerminalEmulator::Put(std::string_view character) {
  if (wrap_pending_) {
    wrapped_ = true;
    column_ = 0;
    LineFeed();
  }
  rows_[row_][column_] = character;
  if (column_ + 1 == size_.columns) {
    wrap_pending_ = true;
  } else {
    ++column_;
  }
}

void TerminalEmulator::LineFeed() {
  wrap_pending_ = false;
  if (row_ + 1 < size_.rows) {
    ++row_;
    return;
  }
  rows_.erase(rows_.begin());
  rows_.push_back(Line(size_.columns, kBlank));
  ++scrolled_;
}

std::size_t TerminalEmulator::Control(std::string_view sequence) {
  const std::size_t last = sequence.find_first_of("AHJKhlm");
  if (last == std::string_view::npos) {
    ADD_FAILURE() << "unknown sequence: " << sequence.substr(0, 10);
    return sequence.size();
  }
  const std::string argument(sequence.substr(0, last));
  const auto clear = [](Line& line, std::size_t from) {
    std::fill(line.begin() + static_cast<std::ptrdiff_t>(from), line.end(), kBlank);
  };
  switch (sequence[last]) {
    case 'A':
      row_ -= std::min<std::size_t>(row_, std::strtoul(argument.c_str(), nullptr, 10));
      wrap_pending_ = false;
      break;
    case 'H':
      EXPECT_EQ(argument, "");
      row_ = column_ = 0;
      wrap_pending_ = false;
      break;
    case 'J': {
      const bool all = argument == "2";
      EXPECT_TRUE(all || argument.empty()) << argument;
      if (!all) clear(rows_[row_], column_);
      for (std::size_t i = all ? 0 : row_ + 1; i < rows_.size(); ++i) clear(rows_[i], 0);
      break;
    }
    case 'K':
      EXPECT_EQ(argument, "");
      clear(rows_[row_], column_);
      break;
    case 'm':  // How it looks is not kept.
      EXPECT_EQ(argument.find_first_not_of("0123456789;"), std::string::npos) << argument;
      break;
    default:
      EXPECT_EQ(argument, "?25");
      cursor_visible_ = sequence[last] == 'h';
  }
  return last + 1;
}

void TerminalEmulator::Resize(TerminalSize size, bool rewrap) {
  std::vector<Line> rows;
  std::size_t cursor_row = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Line line = rows_[i];
    if (i == row_) cursor_row = rows.size();
    while (!line.empty() && line.back() == kBlank) line.pop_back();
    do {
      const std::size_t length = std::min(line.size(), size.columns);
      Line row(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(length));
      row.resize(size.columns, kBlank);
      rows.push_back(row);
      line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(length));
    } while (rewrap && !line.empty());
  }
  // The cursor's row stays on the screen; what is above it may leave it.
  if (cursor_row >= size.rows) {
    rows.erase(rows.begin(),
               rows.begin() + static_cast<std::ptrdiff_t>(cursor_row - size.rows + 1));
    cursor_row = size.rows - 1;
  }
  rows.resize(size.rows, Line(size.columns, kBlank));
  rows_ = rows;
  size_ = size;
  row_ = cursor_row;
  column_ = std::min(column_, size.columns - 1);
  wrap_pending_ = false;
}

std::vector<std::string> TerminalEmulator::Screen() const {
  std::vector<std::string> screen;
  for (const Line& row : rows_) {
    std::string text;
    for (const std::string& cell : row) text += cell;
    text.erase(text.find_last_not_of(' ') + 1);
    screen.push_back(text);
  }
  while (!screen.empty() && screen.back().empty()) screen.pop_back();
  return screen;
}

}  // namespace redline::reporting::testing
