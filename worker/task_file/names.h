// The names that a task file gives: params, scripts, values and answers.
//
// Values and answers are of one section: the task, or a preparation. Belongs to one
// compilation. Throws Mistake.
#ifndef REDLINE_WORKER_TASK_FILE_NAMES_H_
#define REDLINE_WORKER_TASK_FILE_NAMES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/task_file/mistake.h"
#include "worker/task_file/program.h"
#include "worker/task_file/syntax.h"

namespace redline::worker::task_file {

// What is used of an answer. Commands that keep their answers by the same name share it.
struct Answer {
  // The use of this part; it is added if it is new.
  Extraction& Use(const Path& path, Slot slot_if_new);

  std::vector<Extraction> uses;
  bool under_way = false;  // Of a command that has not been sent yet.
};

struct Name {
  enum class Kind : std::uint8_t { kParam, kScript, kValue, kAnswer };

  Kind kind = Kind::kValue;
  std::size_t line = 0;  // Where it is given.
  Slot slot = 0;         // Of any but an answer; a param's and a script's is constant.
  double mean = kUnknownMean;  // A value's.
  // A value that is another one each time, while a pipeline is put together.
  bool in_pipeline_loop = false;
  // The line where an expectation of that pipeline names the value; 0 if none does.
  std::size_t expected_in_line = 0;
  std::shared_ptr<Answer> answer = {};
};

class Names {
 public:
  // Begins a section: forgets values and answers.
  void BeginSection();

  // A pipeline has been put together: values are free of it.
  void EndPipeline();

  // Null if there is none.
  Name* Find(std::string_view name);

  // Adds a param or a script. REQUIRES: no section has begun.
  void AddGlobal(const NewName& name, Name::Kind kind, Slot slot);

  // The name of a value or of an answer, which may have been given before, to the same
  // kind of thing. A new one has neither slot nor answer yet.
  struct Given {
    Name& name;
    bool is_new;
  };
  Given Give(const NewName& name, Name::Kind kind);

  // All names, and `others`.
  std::string DidYouMean(std::string_view name,
                         std::vector<std::string_view> others) const;

 private:
  static void RefuseWordOfLanguage(const NewName& name);

  std::map<std::string, Name, std::less<>> names_;
};

}  // namespace redline::worker::task_file

#endif  // REDLINE_WORKER_TASK_FILE_NAMES_H_
