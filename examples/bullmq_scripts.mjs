// What bullmq.lua needs of BullMQ itself: its scripts, which belong to the package and not to redline.
//
//   node examples/bullmq_scripts.mjs redis://127.0.0.1:6379
//
// Reads them from the package bullmq in ./node_modules, or else in $BULLMQ (its folder node_modules),
// loads them into this Redis and prints the flags with which redline runs bullmq.lua.
import { createRequire } from "node:module";
import path from "node:path";

const [url] = process.argv.slice(2);
if (!url) {
  console.error("Say which Redis is to know the scripts: node bullmq_scripts.mjs redis://HOST");
  process.exit(2);
}
const modules = path.resolve(process.env.BULLMQ ?? "node_modules");
const require = createRequire(path.join(modules, "nothing.js"));
// By the number of keys, which is in the name.
const scripts = {
  add: "addStandardJob-9",
  take: "moveToActive-11",
  finish: "moveToFinished-14",
};

let Redis;
const contents = {};
try {
  ({ Redis } = require("ioredis"));
  for (const [name, file] of Object.entries(scripts)) {
    const module = require(path.join(modules, "bullmq/dist/cjs/scripts", `${file}.js`));
    contents[name] = Object.values(module).find((script) => script.content).content;
  }
} catch (error) {
  console.error(
    `The BullMQ in ${modules} is not the one that bullmq.lua was written for: ` +
      `npm install bullmq@6.7.0 (${error.message.split("\n")[0]})`,
  );
  process.exit(3);
}

const redis = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: null });
redis.on("error", () => {}); // Said below.
try {
  const flags = [];
  for (const [name, content] of Object.entries(contents)) {
    flags.push(`${name}=${await redis.script("LOAD", content)}`);
  }
  console.log(`--param=${flags.join(",")}`);
} catch (error) {
  console.error(`Cannot load the scripts into this Redis: ${error.message}`);
  process.exitCode = 3;
}
redis.disconnect();
