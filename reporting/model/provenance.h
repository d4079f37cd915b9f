// The origin of a result. Unknown members are empty.
#ifndef REDLINE_REPORTING_MODEL_PROVENANCE_H_
#define REDLINE_REPORTING_MODEL_PROVENANCE_H_

#include <string>
#include <tuple>

#include "reporting/model/field.h"

namespace redline::reporting {

struct Provenance {
  std::string run_id = {};  // That of its keys in Redis.
  std::string version;
  std::string revision;
  std::string started;
  std::string imported_from;
  std::string dyno;
};

template <>
inline constexpr auto kFields<Provenance> = std::tuple{
    Unwritten{&Provenance::run_id},
    Field{"version", &Provenance::version, "", "of redline", Form::kNullIfNone},
    Field{
        "revision", &Provenance::revision, "",
        "of its sources, as git names it, with `-dirty` if they were changed; `null` if "
        "it was built neither from a git checkout nor with `SOURCE_VERSION`",
        Form::kNullIfNone},
    Field{"started", &Provenance::started, "",
          "when the run began, for a person: `\"2026-11-25T08:34:04Z\"`. Nothing is "
          "measured by it; the steady clock does that",
          Form::kNullIfNone},
    Field{"imported_from", &Provenance::imported_from, "",
          "the page and the run in it; `null` for a run of redline's", Form::kNullIfNone},
    Field{"dyno", &Provenance::dyno, "",
          "the dyno's name in its fleet; `null` if it was part of none",
          Form::kNullIfNone},
};

}  // namespace redline::reporting

#endif  // REDLINE_REPORTING_MODEL_PROVENANCE_H_
