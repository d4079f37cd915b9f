// A real headless Chromium for one test, driven through ChromeDriver by the W3C's
// WebDriver protocol: started, waited for, stopped and cleaned away.
//
// It keeps everything in a temporary folder of its own, opens files only (every request
// to a host fails) and dies with the test even if that crashes; only the folder then
// stays. A pixel of the page is one of the screen.
// A failure, or a wait longer than 30 s, throws std::runtime_error; if ChromeDriver did
// not answer, that holds its output.
#ifndef REDLINE_TESTS_TESTING_BROWSER_H_
#define REDLINE_TESTS_TESTING_BROWSER_H_

#include <rapidjson/document.h>
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace redline::testing {

class Browser {
 public:
  struct Options {
    int width = 1200;  // The viewport's, in pixels.
    int height = 900;
    bool dark = false;       // As prefers-color-scheme says; light otherwise.
    bool javascript = true;  // Whether the page's own scripts run; Run's always do.
  };

  // Starts it, in about 0.6 s. It ends with the thread that constructs it, if not before.
  explicit Browser(const Options& options);
  Browser() : Browser(Options()) {}

  // Kills both programs, waits until all their processes are gone, removes the folder.
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  // Opens the file and waits until it and all that it names have been loaded.
  void Open(const std::filesystem::path& file);

  // The value that the body of a function in JavaScript returns, or the promise that it
  // returns is kept with. Throws if the script does.
  rapidjson::Document Run(const std::string& script);

  // The warnings and errors of the console since the last call, among them the requests
  // that failed; each with the URL and the place it comes from.
  std::vector<std::string> ConsoleMessages();

  // The URLs of all requests since the last call, in order: that of the opened file
  // itself and data: URLs too, and also those that fail.
  std::vector<std::string> Requests();

  // The viewport's size, in pixels.
  void Resize(int width, int height);

  // The value of prefers-color-scheme: dark or light.
  void SetDark(bool dark);

  // Whether the page is laid out for print or for the screen.
  void SetPrint(bool print);

  // Writes a picture of the viewport, or of the whole page, which may be larger.
  void Screenshot(const std::filesystem::path& png, bool full_page);

  const std::filesystem::path& folder() const { return folder_; }

 private:
  void StartDriver();
  void StartSession(const Options& options);
  void Stop();
  bool FindPort();
  std::string DriverOutput() const;

  // POSTs a body of JSON and gives the reply's "value".
  rapidjson::Document Post(const std::string& target, const std::string& body);
  rapidjson::Document Command(const std::string& name, const std::string& body);
  // A command of the Chrome DevTools Protocol.
  rapidjson::Document Cdp(const std::string& method, const std::string& parameters);
  rapidjson::Document Log(const std::string& type);
  void EmulateMedia();

  const std::filesystem::path folder_;
  pid_t keeper_ = -1;       // The parent of ChromeDriver; -1 once it has been waited for.
  std::uint16_t port_ = 0;  // ChromeDriver's.
  std::string session_;     // The path of the session's URL.
  bool dark_;
  bool print_ = false;
};

}  // namespace redline::testing

#endif  // REDLINE_TESTS_TESTING_BROWSER_H_
