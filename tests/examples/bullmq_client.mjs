// Adds jobs by BullMQ and has a worker of it perform them, one after the other.
//
//   node bullmq_client.mjs FOLDER PORT
//
// FOLDER/node_modules has the package. The first job is sent with the scripts' texts; later ones
// with their digests.
import { createRequire } from "node:module";
import path from "node:path";

const [folder, port] = process.argv.slice(2);
const { Queue, Worker } = createRequire(path.join(folder, "package.json"))("bullmq");
const connection = { host: "127.0.0.1", port: Number(port) };
const queue = new Queue("mail", { connection });
const worker = new Worker("mail", async () => 2, { connection });
await worker.waitUntilReady();
for (let i = 0; i < 4; i++) {
  const completed = new Promise((resolve) => worker.once("completed", resolve));
  await queue.add("send", { text: "x".repeat(100) }, { removeOnComplete: true });
  await completed;
}
await worker.close();
await queue.close();
