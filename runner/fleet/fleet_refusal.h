// The message to a fleet of a dyno that cannot even join it: a bad flag, a report that
// cannot be written. The others then need not wait for it.
#ifndef REDLINE_RUNNER_FLEET_FLEET_REFUSAL_H_
#define REDLINE_RUNNER_FLEET_FLEET_REFUSAL_H_

#include <string>

#include "runner/plan/fleet_contact.h"

namespace redline::runner {

// Tells why this dyno could not begin, unless the fleet has begun or is complete without
// it, or another dyno has its name. It is heard by those that wait, or come within ten
// seconds; later the dyno may have been started again, and begins. Blocks, for three
// seconds at most, or until a name server has answered; throws nothing, since there is no
// more that can be done.
void TellOfRefusal(const FleetContact& contact, const std::string& why);

}  // namespace redline::runner

#endif  // REDLINE_RUNNER_FLEET_FLEET_REFUSAL_H_
