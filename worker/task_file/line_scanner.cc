#include "worker/task_file/line_scanner.h"

#include <algorithm>
#include <array>

#include "worker/task/names.h"

namespace redline::worker::task_file {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBlank(char c) { return c == ' ' || c == '\t'; }

constexpr std::string_view kBlanks = " \t";
constexpr std::array<std::string_view, 5> kLongSymbols = {"==", "!=", "<=", ">=", "->"};

// -1 for any other character.
int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The bytes of the number at the beginning: digits, a fraction, an exponent.
std::size_t NumberSize(std::string_view text) {
  std::size_t size = 0;
  const auto digits = [&] {
    while (size < text.size() && IsDigit(text[size])) ++size;
  };
  digits();
  if (size + 1 < text.size() && text[size] == '.' && IsDigit(text[size + 1])) {
    ++size;
    digits();
  }
  if (size < text.size() && (text[size] == 'e' || text[size] == 'E')) {
    const bool sign =
        size + 1 < text.size() && (text[size + 1] == '+' || text[size + 1] == '-');
    const std::size_t exponent = size + (sign ? 2 : 1);
    if (exponent < text.size() && IsDigit(text[exponent])) {
      size = exponent;
      digits();
    }
  }
  return size;
}

}  // namespace

std::string Token::Found() const {
  if (kind == Kind::kEnd) return "the end of the line";
  return kind == Kind::kText ? std::string(source) : Quoted(source);
}

Token LineScanner::Look() const {
  LineScanner ahead = *this;
  return ahead.Take();
}

Token LineScanner::Take() {
  SkipBlanks();
  Token token{.at = Here()};
  const char first = LookAtCharacter();
  if (AtEnd()) return token;
  if (first == '"' || first == '\'') {
    token.kind = Token::Kind::kText;
    token.text = TakeText();
    token.source = Since(token.at);
    return token;
  }
  token.source = SourceOfToken();
  token.kind = IsDigit(first)           ? Token::Kind::kNumber
               : IsNameCharacter(first) ? Token::Kind::kName
                                        : Token::Kind::kSymbol;
  next_ += token.source.size();
  return token;
}

std::string_view LineScanner::SourceOfToken() const {
  const std::string_view rest = line_.substr(next_);
  if (IsDigit(rest[0])) {
    // With what is wrong about it: "12abc".
    std::size_t size = NumberSize(rest);
    while (size < rest.size() && IsNameCharacter(rest[size])) ++size;
    return rest.substr(0, size);
  }
  const auto name_end = std::ranges::find_if_not(rest, IsNameCharacter);
  if (name_end != rest.begin()) {
    return rest.substr(0, static_cast<std::size_t>(name_end - rest.begin()));
  }
  for (const std::string_view symbol : kLongSymbols) {
    if (rest.starts_with(symbol)) return rest.substr(0, symbol.size());
  }
  std::size_t size = 1;  // With the rest of a character that is not ASCII.
  while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0) == 0x80) {
    ++size;
  }
  return rest.substr(0, size);
}

bool LineScanner::TakeIf(std::string_view symbol) {
  if (!Look().Is(symbol)) return false;
  Take();
  return true;
}

bool LineScanner::TakeIfWord(std::string_view word) {
  if (!Look().IsWord(word)) return false;
  Take();
  return true;
}

void LineScanner::Expect(std::string_view symbol, const std::string& expected) {
  const Token token = Take();
  if (!token.Is(symbol)) throw Mistake(token.at, expected, token.Found());
}

bool LineScanner::AtEnd() const {
  const std::size_t next = line_.find_first_not_of(kBlanks, next_);
  if (next == std::string_view::npos) return true;
  return line_[next] == '#' && (next == 0 || IsBlank(line_[next - 1]));
}

void LineScanner::ExpectEnd(const std::string& expected) const {
  if (AtEnd()) return;
  const Token token = Look();
  throw Mistake(token.at, expected, token.Found());
}

void LineScanner::SkipBlanks() {
  while (next_ < line_.size() && IsBlank(line_[next_])) ++next_;
}

bool LineScanner::AtBlankOrEnd() const {
  return next_ >= line_.size() || IsBlank(line_[next_]);
}

char LineScanner::TakeEscaped() {
  const Position at = Here();
  const char c = LookAtCharacter();
  if (c != '\0') ++next_;
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '\\':
    case '"':
      return c;
    default:
      break;
  }
  const int high = c == 'x' ? HexValue(LookAtCharacter()) : -1;
  const int low = high < 0 ? -1 : HexValue(LookAtCharacter(1));
  if (low < 0) {
    throw Mistake(at, "n, r, t, \\, \" or x and two hexadecimal digits behind a \"\\\"",
                  c == '\0' ? "the end of the line" : Quoted({&c, 1}));
  }
  next_ += 2;
  return static_cast<char>(high * 16 + low);
}

std::string LineScanner::TakeText() {
  const Position at = Here();
  const char quote = TakeCharacter();
  std::string text;
  while (next_ < line_.size()) {
    const char c = TakeCharacter();
    if (c == quote) return text;
    if (c == '\\' && quote == '"') {
      text += TakeEscaped();
    } else {
      const bool escaped = c == '\\' && LookAtCharacter() == quote;
      text += escaped ? TakeCharacter() : c;
    }
  }
  throw Mistake(at, "a text that ends with the quote that it begins with",
                "the end of the line");
}

}  // namespace redline::worker::task_file
