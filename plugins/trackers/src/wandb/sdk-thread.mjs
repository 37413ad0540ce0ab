// Runs @wandb/sdk in a thread of its own. The SDK ends its process on Ctrl-C, throws uncatchable errors, and drops rows silently when the
// server answers with an error. Here it can only end the thread, and the diagnostics channel reports errors of the server.
import { subscribe } from "node:diagnostics_channel";
import { parentPort, workerData } from "node:worker_threads";

process.noDeprecation = true;
subscribe("http.client.response.finish", ({ response }) => {
  if (response.statusCode >= 400) parentPort.postMessage("lost");
});
const { default: wandb } = await import("@wandb/sdk");
const run = await wandb.init(workerData);
parentPort.on("message", async ({ from, rows }) => {
  if (rows) return rows.forEach((row, i) => run.log(row, from + i));
  await run.finish();
  parentPort.postMessage("finished");
});
