#include "manual/man_page.h"

#include <string_view>

#include "base/ascii.h"
#include "base/build_info.h"
#include "manual/roff.h"

namespace redline::manual {
namespace {

std::string Header(const Program& program) {
  // Without a date: the page of one version is always the same.
  return ".TH " + RoffText(UpperCase(program.name)) + " 1 \"\" \"redline " +
         std::string(kVersion) + "\" \"User Commands\"\n" +
         // Neither hyphens nor blanks that nobody wrote, in what a reader may copy.
         ".nh\n.ad l\n";
}

std::string Synopsis(const Program& program) {
  std::string text = RoffSection("SYNOPSIS");
  std::string_view between;
  for (const Command& command : program.commands) {
    const std::string called =
        program.name + (command.name.empty() ? "" : " " + command.name);
    for (const std::string& usage : command.usages) {
      text.append(between).append(RoffBold(called) + " " + RoffText(usage) + "\n");
      between = ".br\n";
    }
  }
  return text;
}

std::string Description(const Program& program) {
  std::string text = RoffSection("DESCRIPTION");
  std::string_view between;
  for (const std::string& paragraph : program.description) {
    text.append(between).append(RoffText(paragraph) + "\n");
    between = ".PP\n";
  }
  return text;
}

std::string_view PlaceOf(Takes takes) {
  switch (takes) {
    case Takes::kNothing:
      return "";
    case Takes::kNumber:
      return "NUMBER";
    case Takes::kText:
      return "TEXT";
    case Takes::kPath:
      return "FILE";
  }
  return "";
}

std::string Tagged(const Option& option) {
  std::string term = RoffBold("--" + option.name);
  if (option.takes != Takes::kNothing) {
    term += "=" + RoffItalic(option.words.empty() ? PlaceOf(option.takes) : "WORD");
  }
  std::string text =
      RoffText(option.help + (option.more.empty() ? "" : "; ") + option.more + ".");
  if (!option.values.empty()) text += " A " + RoffText(option.values) + ".";
  if (!option.fallback.empty()) text += " Default: " + RoffBold(option.fallback) + ".";
  std::string variables;
  for (const std::string& variable : option.variables) {
    variables += (variables.empty() ? "" : ", ") + RoffBold(variable);
  }
  if (!variables.empty()) text += "\n.br\nEnvironment: " + variables;
  return RoffTagged(term, text);
}

std::string Options(const Program& program) {
  std::string text = RoffSection("OPTIONS");
  for (const Command& command : program.commands) {
    if (!command.name.empty()) {
      text += RoffSubsection(command.name) + RoffText(command.meaning + ".") + "\n";
    }
    for (const OptionGroup& group : command.groups) {
      if (!group.title.empty()) text += RoffSubsection(group.title);
      for (const Option& option : group.options) text += Tagged(option);
    }
  }
  return text;
}

std::string ExitStatus(const Program& program) {
  std::string text = RoffSection("EXIT STATUS");
  for (const ExitCodeRow& row : program.exit_codes) {
    text += RoffTagged(RoffBold(std::to_string(row.code)),
                       RoffText(std::string(row.meaning) + "."));
  }
  return text;
}

std::string Notes(std::string_view title, const std::vector<Note>& notes) {
  if (notes.empty()) return "";
  std::string text = RoffSection(title);
  for (const Note& note : notes) {
    text += RoffTagged(RoffBold(note.term), RoffText(note.text));
  }
  return text;
}

std::string SeeAlso(const Program& program) {
  std::string pages;
  for (const std::string& page : program.see_also) {
    const std::size_t name = page.find('(');
    pages +=
        (pages.empty() ? "" : ", ") + RoffBold(page.substr(0, name)) + page.substr(name);
  }
  return RoffSection("SEE ALSO") + pages + "\n";
}

}  // namespace

std::string ManPage(const Program& program) {
  return Header(program) + RoffSection("NAME") + RoffText(program.name) + " \\- " +
         RoffText(program.purpose) + "\n" + Synopsis(program) + Description(program) +
         Options(program) + ExitStatus(program) +
         Notes("ENVIRONMENT", program.variables) + Notes("FILES", program.files) +
         Notes("EXAMPLES", program.examples) + SeeAlso(program);
}

}  // namespace redline::manual
