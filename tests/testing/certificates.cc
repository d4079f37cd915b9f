#include "tests/testing/certificates.h"

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace redline::testing {
namespace {

constexpr char kNewKey[] = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

std::string MakeFolder() {
  const char* const parent = getenv("TEST_TMPDIR");
  std::string name = std::string(parent ? parent : "/tmp") + "/certificates.XXXXXX";
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder " + name);
  }
  return name;
}

void OpenSsl(const std::string& arguments) {
  const std::string command = "openssl " + arguments + " >/dev/null 2>&1";
  if (std::system(command.c_str()) != 0) {
    throw std::runtime_error("failed: " + command);
  }
}

void MakeSelfSigned(const Certificate& certificate, const std::string& name,
                    const std::string& extension) {
  OpenSsl(std::string("req -x509 ") + kNewKey + " -days 30 -keyout " + certificate.key +
          " -out " + certificate.file + " -subj '/CN=" + name + "' -addext '" +
          extension + "'");
}

}  // namespace

std::vector<std::string> Certificate::Arguments() const {
  return {"--tls-cert-file", file, "--tls-key-file", key, "--tls-auth-clients", "no"};
}

Certificates::Certificates() : folder_(MakeFolder()), ca_(NextFiles()) {
  MakeSelfSigned(ca_, "redline test CA", "keyUsage=keyCertSign");
}

Certificates::~Certificates() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Certificate Certificates::SelfSigned(const std::string& names) {
  Certificate certificate = NextFiles();
  MakeSelfSigned(certificate, "redis", "subjectAltName=" + names);
  return certificate;
}

Certificate Certificates::Signed(const std::string& names, int days) {
  Certificate certificate = NextFiles();
  const std::string request = certificate.file + ".request";
  OpenSsl(std::string("req ") + kNewKey + " -keyout " + certificate.key + " -out " +
          request + " -subj /CN=redis -addext 'subjectAltName=" + names + "'");
  OpenSsl("x509 -req -in " + request + " -CA " + ca_.file + " -CAkey " + ca_.key +
          " -CAcreateserial -copy_extensions copy -days " + std::to_string(days) +
          " -out " + certificate.file);
  return certificate;
}

Certificate Certificates::WithEncryptedKey(const Certificate& certificate) {
  const Certificate encrypted{certificate.file, NextFiles().key};
  OpenSsl("pkey -in " + certificate.key + " -aes256 -passout pass:sesame -out " +
          encrypted.key);
  return encrypted;
}

std::string Certificates::RsaKey() {
  const std::string key = NextFiles().key;
  OpenSsl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out " + key);
  return key;
}

Certificate Certificates::NextFiles() {
  const std::string base = folder_ + "/" + std::to_string(count_++);
  return {base + ".crt", base + ".key"};
}

}  // namespace redline::testing
