// Reads a manifest as strictly as Kubernetes' API server does, and says all that is wrong.
//
//   node read_manifest.mjs FOLDER <MANIFEST
//
// FOLDER/node_modules has the packages. Prints JSON: {"objects": [...], "errors": [...]}.
// An object is checked as the type of its apiVersion and kind by the TypeScript compiler,
// which finds unknown fields, missing ones and values of the wrong type. It does not
// know a string's possible values, such as "Indexed".
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const folder = path.resolve(process.argv[2]);
const require = createRequire(path.join(folder, "package.json"));
const ts = require("typescript");
const yaml = require("yaml");

// The module of kubernetes-types that has the types of, for instance, "batch/v1" or "v1".
function moduleOf(apiVersion) {
  const parts = apiVersion.split("/");
  const [group, version] = parts.length === 1 ? ["core", parts[0]] : parts;
  return `kubernetes-types/${group.split(".")[0]}/${version}`;
}

function sourceOf({ apiVersion, kind, ...rest }) {
  return (
    `import type { ${kind} as Kind } from "${moduleOf(apiVersion)}";\n` +
    `export const object: Kind = ${JSON.stringify({ apiVersion, kind, ...rest }, null, 2)};\n`
  );
}

// The compiler's findings in sources, which it takes for files of the folder.
function typeErrors(sources) {
  const texts = new Map(sources.map((text, i) => [path.join(folder, `object${i}.ts`), text]));
  const options = {
    lib: ["lib.es5.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  const program = ts.createProgram([...texts.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, " ");
    const text = texts.get(file?.fileName);
    if (!text) return message;
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${text.split("\n")[line].trim()}: ${message}`;
  });
}

const errors = [];
const objects = [];
// YAML 1.1, as Kubernetes reads it: "yes" and "on" are no strings there.
for (const document of yaml.parseAllDocuments(readFileSync(0, "utf8"), { version: "1.1" })) {
  const object = document.toJS();
  errors.push(...[...document.errors, ...document.warnings].map((error) => error.message));
  if (typeof object?.apiVersion === "string" && /^[A-Z]\w*$/.test(object.kind)) {
    objects.push(object);
  } else {
    errors.push("A document is no object with an apiVersion and a kind.");
  }
}
errors.push(...typeErrors(objects.map(sourceOf)));
console.log(JSON.stringify({ objects, errors }));
