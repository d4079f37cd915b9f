// The data of the building workload: a building has flats, and each has mail. The members
// and their order are the original's, so that either can read what the other stored.
#ifndef REDLINE_WORKER_WORKLOADS_BUILDING_MODEL_H_
#define REDLINE_WORKER_WORKLOADS_BUILDING_MODEL_H_

#include <boost/describe.hpp>
#include <string>

#include "worker/automap/append_list.h"
#include "worker/automap/lazy_list.h"
#include "worker/automap/list.h"
#include "worker/automap/shared_text.h"

namespace redline::worker {

struct Mail {
  std::string id;
  automap::SharedText text;
};
BOOST_DESCRIBE_STRUCT(Mail, (), (id, text))

// The workload has no visitors; the lists are there because the original's data names
// them.
struct Visitor {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(Visitor, (), (id))

struct Flat {
  std::string id;
  int bedrooms = 0;
  automap::AppendList<Mail> mail;
  automap::LazyList<Visitor> visitors;
};
BOOST_DESCRIBE_STRUCT(Flat, (), (id, bedrooms, mail, visitors))

struct Building {
  std::string id;
  automap::List<Flat> flats;
  automap::LazyList<Visitor> visitors;
  automap::AppendList<Mail> mail;
};
BOOST_DESCRIBE_STRUCT(Building, (), (id, flats, visitors, mail))

}  // namespace redline::worker

#endif  // REDLINE_WORKER_WORKLOADS_BUILDING_MODEL_H_
