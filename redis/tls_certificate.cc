#include "redis/tls_certificate.h"

#include <openssl/bio.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "redis/openssl_objects.h"

namespace redline::redis {
namespace {

using Cause = TlsError::Cause;

constexpr std::size_t kShownNames = 3;

// The server chooses these bytes, and they go to a terminal.
std::string Printable(std::string_view text) {
  std::string printable(text.substr(0, 100));
  std::ranges::replace_if(printable, [](char c) { return c < ' ' || c > '~'; }, '?');
  return printable;
}

std::string CommonName(const X509_NAME* name) {
  char text[256] = "";
  if (X509_NAME_get_text_by_NID(name, NID_commonName, text, sizeof(text)) < 0) {
    X509_NAME_oneline(name, text, sizeof(text));
  }
  return Printable(text);
}

std::string AddressText(const ASN1_OCTET_STRING* bytes) {
  const auto* data = ASN1_STRING_get0_data(bytes);
  boost::asio::ip::address_v4::bytes_type v4;
  boost::asio::ip::address_v6::bytes_type v6;
  const auto size = static_cast<std::size_t>(ASN1_STRING_length(bytes));
  if (size == v4.size()) {
    std::copy_n(data, size, v4.begin());
    return boost::asio::ip::make_address_v4(v4).to_string();
  }
  if (size == v6.size()) {
    std::copy_n(data, size, v6.begin());
    return boost::asio::ip::make_address_v6(v6).to_string();
  }
  return "?";
}

// The names of a certificate as a user reads them: "a.example, b.example and others".
std::string NamesOf(const X509* certificate) {
  const Owned<GENERAL_NAMES, GENERAL_NAMES_free> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::string text;
  std::size_t count = 0;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    std::string one;
    if (name->type == GEN_DNS) {
      one = Printable(
          {reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
           static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))});
    } else if (name->type == GEN_IPADD) {
      one = AddressText(name->d.iPAddress);
    } else {
      continue;
    }
    if (++count > kShownNames) return text + " and others";
    text += (text.empty() ? "" : ", ") + one;
  }
  return text.empty() ? CommonName(X509_get_subject_name(certificate)) : text;
}

std::string DateText(const ASN1_TIME* time) {
  const Owned<BIO, BIO_free_all> bio(BIO_new(BIO_s_mem()));
  char text[64] = "";
  ASN1_TIME_print_ex(bio.get(), time, ASN1_DTFLGS_ISO8601);
  const int size = BIO_read(bio.get(), text, sizeof(text));
  return std::string(text, size > 0 ? static_cast<std::size_t>(size) : 0);
}

}  // namespace

TlsError CertificateError(int result, const X509* certificate) {
  switch (result) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return TlsError(Cause::kSelfSigned, "");
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return TlsError(Cause::kUnknownCa, CommonName(X509_get_issuer_name(certificate)));
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return TlsError(Cause::kOtherName, NamesOf(certificate));
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return TlsError(Cause::kExpired, DateText(X509_get0_notAfter(certificate)));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return TlsError(Cause::kNotYetValid, DateText(X509_get0_notBefore(certificate)));
    default:
      return TlsError(Cause::kCertificate, X509_verify_cert_error_string(result));
  }
}

}  // namespace redline::redis
