import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { definePlugin, type TrackedRow, type TrackedRun, TweedieError } from "@tweedie/core";
import { z } from "zod";
import { Refusal } from "./http/request.ts";
import { type MlflowClient, mlflowClient, type MlflowRun } from "./mlflow/client.ts";
import { batchSizes, metricsOf, paramsOf, partsOf } from "./mlflow/rows.ts";
import { readMlflowSettings } from "./mlflow/settings.ts";

/** Tag with the number of rows that the server has. */
const rowsTag = "tweedie.rows";

/** MLflow's status of a run: those that ended as planned are finished. */
const statusOf = (status: string) =>
  status === "interrupted" ? "KILLED" : ["completed", "not-converged"].includes(status) ? "FINISHED" : "FAILED";

/**
 * A server of MLflow, by its REST API. The experiment is the run's parameters, and each row of the log its metrics at a step.
 *
 * The number of rows on the server is a tag that is written after them, so a row is sent again only if its request was not answered;
 * MLflow's database ignores a value of the same time and step.
 */
export default definePlugin({
  role: "tracker",
  summary: "MLflow, with the server in MLFLOW_TRACKING_URI",
  aliases: ["ml-flow"],
  options: z.strictObject({
    server: z
      .string()
      .min(1)
      .optional()
      .describe("Address of the server; MLFLOW_TRACKING_URI overrides it.")
      .meta({ example: "http://127.0.0.1:5000" }),
    experiment: z
      .string()
      .min(1)
      .optional()
      .describe("MLflow's experiment (default: tweedie); MLFLOW_EXPERIMENT_NAME overrides it.")
      .meta({ example: "sid" }),
  }),
  create: (options) => {
    let open: { readonly client: MlflowClient; readonly run: MlflowRun } | undefined;
    let rows = 0;
    const connect = (signal: AbortSignal) => {
      const settings = readMlflowSettings(options, process.env);
      return { settings, client: mlflowClient({ service: "MLflow", ...settings, signal }) };
    };
    return {
      check: (signal) =>
        final(async () => {
          const { settings, client } = connect(signal);
          await client.run("0".repeat(32));
          return settings.baseUrl;
        }),
      start: (tracked) =>
        final(async () => {
          const { settings, client } = connect(tracked.signal);
          const run = (await formerRun(client, tracked.folder)) ?? (await newRun(client, settings.experiment, tracked));
          await client.update(run.id, "RUNNING");
          rows = Number(run.tags.find(({ key }) => key === rowsTag)?.value ?? 0);
          open = { client, run };
          return { rows, place: `${settings.baseUrl}/#/experiments/${run.experiment}/runs/${run.id}` };
        }),
      log: (added) =>
        final(async () => {
          const { client, run } = open!;
          await sendRows(client, run.id, added);
          rows += added.length;
          await client.log(run.id, { tags: [{ key: rowsTag, value: String(rows) }] });
        }),
      finish: ({ status, reason = "", metrics }) =>
        final(async () => {
          const { client, run } = open!;
          const now = Date.now();
          await client.log(run.id, {
            metrics: metricsOf({ phase: "result", step: 0, time: now / 1_000, values: metrics }),
            tags: [
              { key: "tweedie.status", value: status },
              { key: "tweedie.reason", value: reason.slice(0, 500) },
            ],
          });
          await client.update(run.id, statusOf(status), now);
        }),
    };
  },
});

/** Sends the metrics of rows in requests of the size that MLflow allows. */
async function sendRows(client: MlflowClient, id: string, rows: readonly TrackedRow[]): Promise<void> {
  for (const metrics of partsOf(rows.flatMap(metricsOf), batchSizes.metrics)) await client.log(id, { metrics });
}

const idFile = (folder: string): string => join(folder, "run-id");

/** The run that an earlier start created, if the server still has it. */
async function formerRun(client: MlflowClient, folder: string): Promise<MlflowRun | undefined> {
  const id = await readFile(idFile(folder), "utf8").catch(() => undefined);
  return id === undefined ? undefined : client.run(id.trim());
}

/** Creates a run with the experiment as its parameters, which MLflow does not change later. */
async function newRun(client: MlflowClient, experiment: string, { name, config, folder, log }: TrackedRun) {
  const [first] = await log();
  const started = Math.round(1_000 * (first?.time ?? Date.now() / 1_000));
  const run = await client.create(await client.experiment(experiment), name, started);
  for (const params of partsOf(paramsOf(config), batchSizes.pairs)) await client.log(run.id, { params });
  await writeFile(idFile(folder), run.id);
  return run;
}

/** Makes the refusal of a request a final error. */
async function final<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isUser = [401, 403].includes(error.status);
    const fix = isUser
      ? "set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD"
      : undefined;
    const answer = error.answer === "" ? "" : ` (${error.answer.slice(0, 200)})`;
    throw new TweedieError({ where: "MLflow", what: error.message + answer, fix }, { cause: error });
  }
}
