// Where scripts/setup --tests has installed what tests use from npm.
#ifndef REDLINE_TESTS_TESTING_NPM_PACKAGES_H_
#define REDLINE_TESTS_TESTING_NPM_PACKAGES_H_

#include <filesystem>

namespace redline::testing {

// The folder that holds node_modules: beside the lock file itself, not beside the link to
// it that the test sees. REQUIRES: the folder of the test's runfiles is the current one.
inline std::filesystem::path NpmPackages() {
  return std::filesystem::canonical("third_party/npm/package-lock.json").parent_path();
}

// Its programs, node among them.
inline std::filesystem::path NpmPrograms() {
  return NpmPackages() / "node_modules" / ".bin";
}

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_NPM_PACKAGES_H_
