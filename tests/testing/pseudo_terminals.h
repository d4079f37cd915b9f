// Whether programs can be tested at a terminal here.
#ifndef REDLINE_TESTS_TESTING_PSEUDO_TERMINALS_H_
#define REDLINE_TESTS_TESTING_PSEUDO_TERMINALS_H_

namespace redline::testing {

// False where /dev/pts is not mounted, as in a bare chroot.
bool HasPseudoTerminals();

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_PSEUDO_TERMINALS_H_
