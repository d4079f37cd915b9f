// A manifest of Kubernetes, read and checked against Kubernetes' types, and what a pod of
// an Indexed Job would see of it.
#ifndef REDLINE_TESTS_KUBERNETES_MANIFEST_H_
#define REDLINE_TESTS_KUBERNETES_MANIFEST_H_

#include <rapidjson/document.h>

#include <map>
#include <string>
#include <vector>

namespace redline::testing {

struct Manifest {
  rapidjson::Document objects;      // An array.
  std::vector<std::string> errors;  // All that the API server would refuse it for.
};

// Parses a text in YAML. Throws std::runtime_error if the parser is not installed.
Manifest ReadManifest(const std::string& yaml);

// The pod of this completion index of a Job with this uid. `secrets` has each Secret's
// values, as "NAME/KEY".
struct Pod {
  int index = 0;
  std::string job_uid;
  std::map<std::string, std::string> secrets;
};

// The environment of the first container, as the Job controller and the kubelet make it.
// Throws std::out_of_range for a Secret or a field that the pod does not have.
std::map<std::string, std::string> EnvironmentOf(const rapidjson::Value& job,
                                                 const Pod& pod);

}  // namespace redline::testing

#endif  // REDLINE_TESTS_KUBERNETES_MANIFEST_H_
