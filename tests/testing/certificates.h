// Certificates for a TLS server of a test, made by the program openssl.
//
// All are in a temporary folder, which is removed in the end. Throws std::runtime_error
// if openssl fails.
#ifndef REDLINE_TESTS_TESTING_CERTIFICATES_H_
#define REDLINE_TESTS_TESTING_CERTIFICATES_H_

#include <string>
#include <vector>

namespace redline::testing {

// The paths of PEM files.
struct Certificate {
  std::string file;
  std::string key;

  // The arguments with which a redis-server uses it.
  std::vector<std::string> Arguments() const;
};

class Certificates {
 public:
  Certificates();
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  // From a CA of its own, called "redline test CA".
  const std::string& ca_file() const { return ca_.file; }
  const std::string& folder() const { return folder_; }

  // `names` is a subjectAltName such as "DNS:localhost,IP:127.0.0.1".
  Certificate SelfSigned(const std::string& names);
  Certificate Signed(const std::string& names, int days = 30);

  // The same certificate, with its key under a passphrase.
  Certificate WithEncryptedKey(const Certificate& certificate);

  // The path of a private key of another kind than those of certificates here.
  std::string RsaKey();

  // Valid for the instant at which it is made; OpenSSL 3.5 makes none that ends before.
  Certificate Expired(const std::string& names) { return Signed(names, 0); }

 private:
  Certificate NextFiles();

  std::string folder_;
  int count_ = 0;
  Certificate ca_;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_CERTIFICATES_H_
