// How the supervisor asks a worker's executable for a workload, and what that answers:
// `worker --describe` reads the request from stdin and writes the answer to stdout, each
// one JSON object.
//
// The executable may be a user's, of another version of redline: so the answer begins
// with the version of the segment's layout that the worker knows, and only then is the
// rest read. Pure functions.
#ifndef REDLINE_WORKER_DESCRIBE_DESCRIPTION_JSON_H_
#define REDLINE_WORKER_DESCRIBE_DESCRIPTION_JSON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "worker/task/workload_description.h"
#include "worker/task/workload_kind.h"

namespace redline::worker {

// A request that owns what it holds.
struct OwnedRequest {
  std::string name;
  std::string text;
  std::string parameters;

  WorkloadRequest view() const { return {name, text, parameters}; }
};

std::string ToJson(const WorkloadRequest& request);
// Nothing if it is no request.
std::optional<OwnedRequest> ReadRequest(std::string_view json);

// The answer of this build's worker.
std::string ToJson(const WorkloadDescription& description);
std::string RefusalToJson(std::string_view sentence);

struct DescriptionAnswer {
  std::uint64_t segment_version = 0;
  // One of the two, if the version is this build's. Steps that a workload cannot have
  // (worker/task/step_names.h) are a refusal, too.
  std::optional<WorkloadDescription> description;
  std::string refusal;
};

// Nothing if it is no worker's answer.
std::optional<DescriptionAnswer> ReadAnswer(std::string_view json);

}  // namespace redline::worker

#endif  // REDLINE_WORKER_DESCRIBE_DESCRIPTION_JSON_H_
