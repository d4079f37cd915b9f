// The table of rooms in docs/architecture.md is the rule of what may import what, and the
// sources keep to it.
//
// A row may import rows above it only, so there can be no circle.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace redline {
namespace {

namespace fs = std::filesystem;

struct Room {
  std::string folder;
  std::set<std::string> may_import;
};

// The texts in `code` in a cell.
std::vector<std::string> NamesIn(const std::string& cell) {
  static const std::regex name("`([a-z_/]+)/?`");
  std::vector<std::string> names;
  for (std::sregex_iterator it(cell.begin(), cell.end(), name), end; it != end; ++it) {
    std::string folder = (*it)[1];
    if (folder.ends_with('/')) folder.pop_back();
    names.push_back(std::move(folder));
  }
  return names;
}

// The table's rows, in its order: | `folder/` | what it holds | `folder`, `folder` |
std::vector<Room> Table() {
  std::ifstream page("docs/architecture.md");
  std::vector<Room> rooms;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == "<!-- rooms -->") inside = true;
    if (line == "<!-- end of rooms -->") break;
    if (!inside || !line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    std::istringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) cells.push_back(cell);
    if (cells.size() != 3) {
      ADD_FAILURE() << "not three cells: " << line;
      continue;
    }
    const std::vector<std::string> imports = NamesIn(cells[2]);
    rooms.push_back({NamesIn(cells[0]).at(0), {imports.begin(), imports.end()}});
  }
  return rooms;
}

// Which folders each folder of the programs' sources imports, and by which file.
std::map<std::string, std::map<std::string, std::string>> Imports() {
  static const std::regex include("^#include \"([^\"]+)/[^/\"]+\"");
  std::map<std::string, std::map<std::string, std::string>> imports;
  for (const char* top :
       {"base", "manual", "redis", "reporting", "runner", "shm", "worker"}) {
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
      const fs::path& path = entry.path();
      if (path.extension() != ".cc" && path.extension() != ".h") continue;
      const std::string folder = path.parent_path();
      imports[folder];
      std::ifstream file(path);
      for (std::string line; std::getline(file, line);) {
        std::smatch match;
        if (!std::regex_search(line, match, include) || match[1] == folder) continue;
        imports[folder].emplace(match[1], path);
      }
    }
  }
  return imports;
}

TEST(Rooms, ImportOnlyRoomsAboveThem) {
  std::set<std::string> above;
  for (const Room& room : Table()) {
    for (const std::string& imported : room.may_import) {
      EXPECT_TRUE(above.contains(imported))
          << room.folder << " may import " << imported << ", which is not above it";
    }
    EXPECT_TRUE(above.insert(room.folder).second) << room.folder << " has two rows";
  }
}

TEST(Rooms, AreThoseOfTheSources) {
  std::set<std::string> rows;
  for (const Room& room : Table()) rows.insert(room.folder);
  std::set<std::string> folders;
  for (const auto& [folder, imported] : Imports()) folders.insert(folder);
  EXPECT_EQ(rows, folders);
  EXPECT_GT(rows.size(), 20U);
}

TEST(Rooms, ImportWhatTheirRowAllowsAndNothingElse) {
  const auto imports = Imports();
  for (const Room& room : Table()) {
    const auto found = imports.find(room.folder);
    if (found == imports.end()) continue;  // A fault of the test above.
    for (const auto& [imported, file] : found->second) {
      EXPECT_TRUE(room.may_import.contains(imported))
          << file << " imports " << imported << ", which the table does not allow";
    }
    for (const std::string& allowed : room.may_import) {
      EXPECT_TRUE(found->second.contains(allowed))
          << "nothing in " << room.folder << " imports " << allowed;
    }
  }
}

}  // namespace
}  // namespace redline
