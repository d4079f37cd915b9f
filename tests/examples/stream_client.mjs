// A consumer group by ioredis: adds entries, takes them and says that they are done.
//
//   node stream_client.mjs FOLDER PORT
//
// FOLDER/node_modules has the package.
import { createRequire } from "node:module";
import path from "node:path";

const [folder, port] = process.argv.slice(2);
const { Redis } = createRequire(path.join(folder, "package.json"))("ioredis");
const redis = new Redis(Number(port), "127.0.0.1");
await redis.xgroup("CREATE", "orders", "billing", "0", "MKSTREAM");
for (let i = 1; i <= 3; i++) {
  await redis.xadd("orders", "MAXLEN", "~", 10000, "*", "order", i, "note", "x".repeat(100));
  const [[, [[id]]]] = await redis.xreadgroup(
    "GROUP", "billing", "worker-1", "COUNT", 1, "BLOCK", 1000, "STREAMS", "orders", ">");
  await redis.xack("orders", "billing", id);
}
await redis.quit();
