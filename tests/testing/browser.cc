#include "tests/testing/browser.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/none.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace redline::testing {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using rapidjson::Document;

// A command that takes too long is ChromeDriver's to tell; this is for one that hangs.
constexpr std::chrono::seconds kTimeout{30};
constexpr std::chrono::seconds kReplyTimeout{35};
constexpr std::chrono::milliseconds kRetry{5};
constexpr char kOutput[] = "chromedriver.log";

std::filesystem::path MakeFolder() {
  const char* const parent = getenv("TEST_TMPDIR");
  std::string name = std::string(parent ? parent : "/tmp") + "/browser.XXXXXX";
  // Chromium makes a Unix socket in there, whose path has at most 107 bytes.
  if (name.size() + std::strlen("/tmp/org.chromium.Chromium.XXXXXX/SingletonSocket") >=
      sizeof(sockaddr_un::sun_path)) {
    name = "/tmp/browser.XXXXXX";
  }
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder " + name);
  }
  return name;
}

std::string Quoted(std::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer>(buffer).String(
      text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return buffer.GetString();
}

std::string FileUrl(const std::filesystem::path& file) {
  constexpr std::string_view kPlain =
      "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string url = "file://";
  for (const char c : std::filesystem::absolute(file).lexically_normal().string()) {
    if (kPlain.find(c) != std::string_view::npos) {
      url += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      url += {'%', kHex[byte / 16], kHex[byte % 16]};
    }
  }
  return url;
}

std::string DecodeBase64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size())) < 0) {
    throw std::runtime_error("not base64");
  }
  // It decodes the padding to zeros.
  if (text.ends_with("==")) {
    bytes.resize(bytes.size() - 2);
  } else if (text.ends_with('=')) {
    bytes.resize(bytes.size() - 1);
  }
  return bytes;
}

// Kills and reaps all descendants of this process, which orphans fall to.
void EndDescendants() {
  do {
    char children[4096];
    const int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
    if (file == -1) kill(0, SIGKILL);  // A kernel without that: the group, then.
    const auto size = read(file, children, sizeof(children));
    close(file);
    pid_t child = 0;
    for (ssize_t i = 0; i < size; ++i) {
      if (children[i] != ' ') {
        child = child * 10 + (children[i] - '0');
      } else {
        kill(child, SIGKILL);
        child = 0;
      }
    }
  } while (waitpid(-1, nullptr, 0) > 0);  // Its children are now this one's.
}

// The work of a child of the test's process: it runs ChromeDriver until that ends, the
// test's process ends or SIGTERM comes, and then lets none of its descendants live.
// Chromium's do not stay in a process group and would outlive ChromeDriver.
[[noreturn]] void Keep(pid_t parent, const char* output, char* const* environment) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGCHLD);
  sigprocmask(SIG_SETMASK, &signals, nullptr);
  signal(SIGCHLD, SIG_DFL);
  setpgid(0, 0);  // Ctrl-C is for the test.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);
  dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
  dup2(open(output, O_WRONLY | O_CREAT | O_APPEND, 0600), STDOUT_FILENO);
  dup2(STDOUT_FILENO, STDERR_FILENO);
  closefrom(STDERR_FILENO + 1);
  const pid_t driver = fork();
  if (driver == 0) {
    sigemptyset(&signals);
    sigprocmask(SIG_SETMASK, &signals, nullptr);
    const char* const argv[] = {"chromedriver", "--port=0", nullptr};
    execvpe(argv[0], const_cast<char**>(argv), environment);
    constexpr std::string_view kError =
        "no program chromedriver: run scripts/setup, or on Ubuntu install its snap\n";
    _exit(write(STDERR_FILENO, kError.data(), kError.size()) > 0 ? 127 : 126);
  }
  int signal_number = 0;
  pid_t ended = -1;
  do {
    sigwait(&signals, &signal_number);
    // Several SIGCHLD may come as one.
    while (ended != driver && (ended = waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
  } while (signal_number != SIGTERM && ended != driver);
  EndDescendants();
  _exit(0);
}

}  // namespace

Browser::Browser(const Options& options) : folder_(MakeFolder()), dark_(options.dark) {
  try {
    StartDriver();
    StartSession(options);
  } catch (...) {
    Stop();
    throw;
  }
}

Browser::~Browser() { Stop(); }

void Browser::StartDriver() {
  std::filesystem::create_directory(folder_ / "tmp");
  // Made before the fork, after which a child may not allocate.
  const char* const path = getenv("PATH");
  const std::string output = folder_ / kOutput;
  std::string variables[] = {
      std::string("PATH=") + (path ? path : "/usr/local/bin:/usr/bin:/bin"),
      "HOME=" + folder_.string(),
      "TMPDIR=" + (folder_ / "tmp").string(),
      "LANG=C.UTF-8",
  };
  std::vector<char*> environment;
  for (auto& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);

  const pid_t parent = getpid();
  keeper_ = fork();
  if (keeper_ == -1) throw std::runtime_error("no fork for chromedriver");
  if (keeper_ == 0) Keep(parent, output.c_str(), environment.data());
  const auto deadline = std::chrono::steady_clock::now() + kTimeout;
  while (!FindPort()) {
    if (waitpid(keeper_, nullptr, WNOHANG) == keeper_) {
      keeper_ = -1;
      throw std::runtime_error("chromedriver ended while it started: " + DriverOutput());
    }
    if (std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("chromedriver did not start in time: " + DriverOutput());
    }
    std::this_thread::sleep_for(kRetry);
  }
}

void Browser::StartSession(const Options& options) {
  std::string arguments = Quoted("--user-data-dir=" + (folder_ / "profile").string()) +
                          "," +
                          Quoted("--window-size=" + std::to_string(options.width) + "," +
                                 std::to_string(options.height));
  for (const char* const argument : {
           "--headless=new",
           "--no-sandbox",  // Which root may not have.
           "--disable-gpu",
           "--disable-dev-shm-usage",
           "--force-device-scale-factor=1",
           "--hide-scrollbars",
           "--no-first-run",
           // No requests of its own, nor any of the page's to elsewhere.
           "--disable-background-networking",
           "--disable-component-update",
           "--disable-default-apps",
           "--disable-domain-reliability",
           "--disable-extensions",
           "--disable-sync",
           "--host-resolver-rules=MAP * ~NOTFOUND",
           "--no-pings",
           "--no-proxy-server",
           // And not a port at "localhost", a name that a bare machine may not know.
           "--remote-debugging-pipe",
       }) {
    arguments += "," + Quoted(argument);
  }
  const std::string timeout = std::to_string(std::chrono::milliseconds(kTimeout).count());
  const Document session = Post(
      "/session", R"({"capabilities":{"alwaysMatch":{"browserName":"chrome",)"
                  R"("timeouts":{"pageLoad":)" +
                      timeout + R"(,"script":)" + timeout +
                      R"(},"goog:loggingPrefs":{"browser":"ALL","performance":"ALL"},)"
                      R"("goog:chromeOptions":{"args":[)" +
                      arguments + "]}}}}");
  session_ = std::string("/session/") + session["sessionId"].GetString() + "/";
  if (!options.javascript) {
    Cdp("Emulation.setScriptExecutionDisabled", R"({"value":true})");
  }
  Resize(options.width, options.height);
  EmulateMedia();
  // It opens with a page of its own; what that asked for and said is not the test's.
  Command("url", R"({"url":"about:blank"})");
  Requests();
  ConsoleMessages();
}

void Browser::Stop() {
  if (keeper_ != -1) {
    kill(keeper_, SIGTERM);
    while (waitpid(keeper_, nullptr, 0) == -1 && errno == EINTR) {
    }
    keeper_ = -1;
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

bool Browser::FindPort() {
  constexpr std::string_view kBefore = "started successfully on port ";
  const std::string output = DriverOutput();
  const auto found = output.find(kBefore);
  if (found == std::string::npos || output.find('.', found) == std::string::npos) {
    return false;
  }
  port_ = static_cast<std::uint16_t>(std::stoi(output.substr(found + kBefore.size())));
  return true;
}

std::string Browser::DriverOutput() const {
  std::ifstream file(folder_ / kOutput);
  return {std::istreambuf_iterator<char>(file), {}};
}

Document Browser::Post(const std::string& target, const std::string& body) {
  http::request<http::string_body> request(http::verb::post, target, 11, body);
  request.set(http::field::host, "localhost");
  request.set(http::field::content_type, "application/json");
  request.prepare_payload();
  http::response_parser<http::string_body> response;
  response.body_limit(boost::none);
  try {
    // Only its asynchronous operations keep a deadline.
    asio::io_context context;
    boost::system::error_code failure;
    const auto done = [&](const boost::system::error_code& error, auto...) {
      failure = error;
    };
    const auto wait = [&] {
      context.restart();
      context.run();
      if (failure) throw boost::system::system_error(failure);
    };
    boost::beast::tcp_stream stream(context);
    stream.expires_after(kReplyTimeout);
    stream.async_connect({asio::ip::address_v4::loopback(), port_}, done);
    wait();
    http::async_write(stream, request, done);
    wait();
    boost::beast::flat_buffer buffer;
    http::async_read(stream, buffer, response, done);
    wait();
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(target + ": " + error.what() +
                             "; chromedriver has printed: " + DriverOutput());
  }
  Document reply;
  if (reply.Parse(response.get().body().c_str()).HasParseError() || !reply.IsObject() ||
      !reply.HasMember("value")) {
    throw std::runtime_error(target + ": " + response.get().body());
  }
  Document value;
  value.CopyFrom(reply["value"], value.GetAllocator());
  if (response.get().result() != http::status::ok) {
    throw std::runtime_error(target + ": " + value["error"].GetString() + ": " +
                             value["message"].GetString());
  }
  return value;
}

Document Browser::Command(const std::string& name, const std::string& body) {
  return Post(session_ + name, body);
}

Document Browser::Cdp(const std::string& method, const std::string& parameters) {
  return Command("goog/cdp/execute",
                 R"({"cmd":)" + Quoted(method) + R"(,"params":)" + parameters + "}");
}

Document Browser::Log(const std::string& type) {
  return Command("se/log", R"({"type":)" + Quoted(type) + "}");
}

void Browser::Open(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) throw std::runtime_error("no " + file.string());
  Command("url", R"({"url":)" + Quoted(FileUrl(file)) + "}");
}

Document Browser::Run(const std::string& script) {
  return Command("execute/sync", R"({"args":[],"script":)" + Quoted(script) + "}");
}

std::vector<std::string> Browser::ConsoleMessages() {
  std::vector<std::string> messages;
  const Document log = Log("browser");
  for (const auto& entry : log.GetArray()) {
    const std::string_view level = entry["level"].GetString();
    if (level == "SEVERE" || level == "WARNING") {
      messages.emplace_back(entry["message"].GetString());
    }
  }
  return messages;
}

std::vector<std::string> Browser::Requests() {
  std::vector<std::string> urls;
  const Document log = Log("performance");
  for (const auto& entry : log.GetArray()) {
    Document event;
    event.Parse(entry["message"].GetString());
    const auto& message = event["message"];
    if (message["method"] == "Network.requestWillBeSent") {
      urls.emplace_back(message["params"]["request"]["url"].GetString());
    }
  }
  return urls;
}

void Browser::Resize(int width, int height) {
  Cdp("Emulation.setDeviceMetricsOverride",
      R"({"width":)" + std::to_string(width) + R"(,"height":)" + std::to_string(height) +
          R"(,"deviceScaleFactor":1,"mobile":false})");
}

void Browser::SetDark(bool dark) {
  dark_ = dark;
  EmulateMedia();
}

void Browser::SetPrint(bool print) {
  print_ = print;
  EmulateMedia();
}

void Browser::EmulateMedia() {
  Cdp("Emulation.setEmulatedMedia",
      std::string(R"({"media":")") + (print_ ? "print" : "screen") +
          R"(","features":[{"name":"prefers-color-scheme","value":")" +
          (dark_ ? "dark" : "light") + R"("}]})");
}

void Browser::Screenshot(const std::filesystem::path& png, bool full_page) {
  const Document picture =
      Cdp("Page.captureScreenshot",
          std::string(R"({"format":"png","captureBeyondViewport":)") +
              (full_page ? "true" : "false") + "}");
  const auto& data = picture["data"];
  std::ofstream file(png, std::ios::binary);
  file << DecodeBase64({data.GetString(), data.GetStringLength()});
  if (!file.flush()) throw std::runtime_error("could not write " + png.string());
}

}  // namespace redline::testing
