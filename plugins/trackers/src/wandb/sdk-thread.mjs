// @wandb/sdk in a thread of its own: it ends its process on Ctrl-C, throws where nobody can catch, and loses rows on errors of the server in
// silence. Here only the thread can end, and what the server refuses is told.
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
