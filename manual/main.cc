// Writes what an installed redline has beside its programs, below a folder as below a
// prefix: manual pages, and what shells complete. The build runs it; nobody else does.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "manual/completions.h"
#include "manual/man_page.h"
#include "manual/redline_program.h"
#include "manual/report_program.h"

namespace redline::manual {
namespace {

namespace fs = std::filesystem;

bool Write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  return static_cast<bool>(std::ofstream(path) << text << std::flush);
}

bool WriteAll(const Program& program, const fs::path& share) {
  const std::string& name = program.name;
  return Write(share / "man/man1" / (name + ".1"), ManPage(program)) &&
         Write(share / "bash-completion/completions" / name, BashCompletion(program)) &&
         Write(share / "zsh/site-functions" / ("_" + name), ZshCompletion(program)) &&
         Write(share / "fish/vendor_completions.d" / (name + ".fish"),
               FishCompletion(program));
}

}  // namespace
}  // namespace redline::manual

int main(int argc, char** argv) {
  using namespace redline::manual;
  if (argc != 2) {
    std::cerr << "Say where to write: write_manual FOLDER.\n";
    return 2;
  }
  return WriteAll(RedlineProgram(), argv[1]) && WriteAll(ReportProgram(), argv[1]) ? 0
                                                                                   : 3;
}
