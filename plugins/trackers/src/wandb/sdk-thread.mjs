// Runs @wandb/sdk in a thread of its own. The SDK ends its process on Ctrl-C, throws uncatchable errors, and drops rows silently when a
// request fails. Here it can only end the thread, and the diagnostics channels report every failed request.
import { subscribe } from "node:diagnostics_channel";
import { parentPort, workerData } from "node:worker_threads";

process.noDeprecation = true;
const lost = (reason) => parentPort.postMessage({ lost: reason });
subscribe("http.client.request.start", ({ request }) =>
  request.on("error", (error) => lost(error.code ?? error.message)),
);
subscribe("http.client.response.finish", ({ response: { statusCode, headers } }) => {
  if (statusCode >= 300) lost(`HTTP ${statusCode}`);
  else if (!/json/.test(headers["content-type"])) lost("an answer that is not JSON");
});
const { default: wandb } = await import("@wandb/sdk");
const run = await wandb.init(workerData);
parentPort.on("message", async ({ from, rows }) => {
  if (rows) return rows.forEach((row, i) => run.log(row, from + i));
  await run.finish();
  parentPort.postMessage("finished");
});
