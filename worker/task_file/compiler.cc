#include "worker/task_file/compiler.h"

#include <utility>

#include "worker/task/sha1.h"
#include "worker/task_file/code_builder.h"
#include "worker/task_file/command_compiler.h"
#include "worker/task_file/condition_compiler.h"
#include "worker/task_file/expression_compiler.h"
#include "worker/task_file/names.h"
#include "worker/task_file/section_compiler.h"

namespace redline::worker::task_file {

std::unique_ptr<const Program> Compile(const TaskFile& file, std::string_view name,
                                       std::string_view keys_of_run) {
  CodeBuilder builder;
  builder.program().file = name;
  Names names;
  ExpressionCompiler expressions(builder, names, keys_of_run);
  ConditionCompiler conditions(builder, names, expressions);
  for (const Param& param : file.params) {
    names.AddGlobal(param.name, Name::Kind::kParam, expressions.Value(param.value).slot);
  }
  for (const Script& script : file.scripts) {
    const Value value =
        Value::Text(builder.Keep(Sha1Hex(script.text)), Value::Lifetime::kForever);
    names.AddGlobal(script.name, Name::Kind::kScript, builder.Constant(value));
    builder.program().scripts.push_back(script.text);
  }
  CommandCompiler commands(builder, names, expressions, conditions, file.keys,
                           std::string(keys_of_run));
  SectionCompiler sections(builder, names, expressions, conditions, commands);
  for (const Preparation& preparation : file.preparations) {
    builder.program().preparations.push_back(sections.CompilePreparation(preparation));
  }
  builder.program().task = sections.CompileTask(file.task);
  return builder.Finish();
}

}  // namespace redline::worker::task_file
