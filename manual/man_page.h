// A program's manual page. Pure.
#ifndef REDLINE_MANUAL_MAN_PAGE_H_
#define REDLINE_MANUAL_MAN_PAGE_H_

#include <string>

#include "manual/program.h"

namespace redline::manual {

// The whole file, as roff with the macros of man(7), for section 1.
std::string ManPage(const Program& program);

}  // namespace redline::manual

#endif  // REDLINE_MANUAL_MAN_PAGE_H_
