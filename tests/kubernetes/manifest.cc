#include "tests/kubernetes/manifest.h"

#include <cstddef>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "tests/testing/npm_packages.h"
#include "tests/testing/temporary_folder.h"

namespace redline::testing {
namespace {

using Variables = std::map<std::string, std::string>;

// $(NAME) is the variable's value if it is one of those before, else it stays; $$ is $.
std::string Expand(const std::string& text, const Variables& variables) {
  std::string expanded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end = text.find(')', i);
    if (text.compare(i, 2, "$$") == 0) {
      ++i;
    } else if (text.compare(i, 2, "$(") == 0 && end != std::string::npos) {
      const auto found = variables.find(text.substr(i + 2, end - i - 2));
      if (found != variables.end()) {
        expanded += found->second;
        i = end;
        continue;
      }
    }
    expanded += text[i];
  }
  return expanded;
}

std::string ValueFrom(const rapidjson::Value& source, const Pod& pod) {
  if (source.HasMember("secretKeyRef")) {
    const rapidjson::Value& reference = source["secretKeyRef"];
    return pod.secrets.at(std::string(reference["name"].GetString()) + "/" +
                          reference["key"].GetString());
  }
  const Variables fields = {
      {"metadata.labels['batch.kubernetes.io/controller-uid']", pod.job_uid},
      {"metadata.annotations['batch.kubernetes.io/job-completion-index']",
       std::to_string(pod.index)}};
  return fields.at(source["fieldRef"]["fieldPath"].GetString());
}

}  // namespace

Manifest ReadManifest(const std::string& yaml) {
  const TemporaryFolder folder;
  const std::string in = folder.Write("manifest.yaml", yaml);
  const std::string out = folder.path() / "out";
  const std::string error = folder.path() / "error";
  const std::string command =
      "'" + (NpmPrograms() / "node").string() + "' tests/kubernetes/read_manifest.mjs '" +
      NpmPackages().string() + "' <'" + in + "' >'" + out + "' 2>'" + error + "'";
  if (std::system(command.c_str()) != 0) {
    throw std::runtime_error(
        "The packages of third_party/npm are missing: run scripts/setup --tests.\n" +
        ContentOf(error));
  }
  rapidjson::Document read;
  read.Parse(ContentOf(out).c_str());
  Manifest manifest;
  manifest.objects.CopyFrom(read["objects"], manifest.objects.GetAllocator());
  for (const auto& message : read["errors"].GetArray()) {
    manifest.errors.emplace_back(message.GetString());
  }
  return manifest;
}

Variables EnvironmentOf(const rapidjson::Value& job, const Pod& pod) {
  Variables variables;
  const rapidjson::Value& container =
      job["spec"]["template"]["spec"]["containers"].GetArray()[0];
  for (const auto& variable : container["env"].GetArray()) {
    std::string value = variable.HasMember("valueFrom")
                            ? ValueFrom(variable["valueFrom"], pod)
                            : Expand(variable["value"].GetString(), variables);
    variables.insert_or_assign(variable["name"].GetString(), std::move(value));
  }
  // Comes last, where no other can refer to it.
  variables.try_emplace("JOB_COMPLETION_INDEX", std::to_string(pod.index));
  return variables;
}

}  // namespace redline::testing
