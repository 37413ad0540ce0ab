import { definePlugin, requireOptional, type TrackedRun, type TrackerState, TweedieError } from "@tweedie/core";
import { z } from "zod";
import { Refusal } from "./http/request.ts";
import { openOffline } from "./wandb/offline.ts";
import { openSession, type WandbSession } from "./wandb/session.ts";
import { postJson } from "./wandb/http.ts";
import { apiKeyFor, readSettings, unsupportedIn } from "./wandb/settings.ts";

const manifest = new URL("../package.json", import.meta.url);

/**
 * Weights & Biases. W&B's own SDK sends the rows of a new run as they come. At the end, and after an error of the SDK, the rows on the
 * server are counted, and missing rows are sent without it. With WANDB_MODE=offline the run is written to a file for `wandb sync`.
 */
export default definePlugin({
  role: "tracker",
  summary: "Weights & Biases, with the API key in WANDB_API_KEY",
  aliases: ["weights-and-biases", "weights-biases", "wb"],
  options: z.strictObject({
    project: z
      .string()
      .min(1)
      .optional()
      .describe("Project (default: tweedie); WANDB_PROJECT overrides it.")
      .meta({ example: "sid" }),
    entity: z
      .string()
      .min(1)
      .optional()
      .describe("User or team; WANDB_ENTITY overrides it.")
      .meta({ example: "my-team" }),
    group: z
      .string()
      .min(1)
      .optional()
      .describe("Group of runs; WANDB_RUN_GROUP overrides it.")
      .meta({ example: "ring" }),
    jobType: z
      .string()
      .min(1)
      .optional()
      .describe("Type of the job; WANDB_JOB_TYPE overrides it.")
      .meta({ example: "distillation" }),
    notes: z
      .string()
      .optional()
      .describe("Notes on the run; WANDB_NOTES overrides them.")
      .meta({ example: "wider student" }),
    tags: z.array(z.string().min(1)).default([]).describe("Tags; WANDB_TAGS overrides them."),
    transport: z
      .enum(["sdk", "http"])
      .default("sdk")
      .describe("Sends the rows by @wandb/sdk, or by HTTP requests without the SDK."),
  }),
  create: (options) => {
    if (options.transport === "sdk") requireOptional({ names: ["@wandb/sdk"], manifest, purpose: "trackers/wandb" });
    let session: WandbSession | undefined;
    let starts = 0;
    const start = async (run: TrackedRun): Promise<TrackerState> => {
      session = undefined;
      if (starts === 0) unsupportedIn(process.env).forEach((name) => run.warn(`${name} has no effect in Tweedie`));
      const settings = await readSettings(options, process.env);
      const isOffline = settings.mode === "offline" && !run.sync;
      if (settings.mode === "disabled") {
        if (run.sync) throw new TweedieError({ where: "WANDB_MODE", what: "disables W&B", fix: "unset it" });
        return { rows: 0, place: settings.silent ? undefined : "nowhere: W&B is disabled by WANDB_MODE" };
      }
      // A start after an error avoids the SDK, which cannot resume a run.
      const transport = starts++ === 0 ? options.transport : "http";
      session = await (isOffline ? openOffline(run, settings) : openSession(run, settings, transport));
      return {
        rows: session.rows,
        place: settings.silent ? undefined : session.place,
        unsent: isOffline ? "W&B is offline by WANDB_MODE" : undefined,
      };
    };
    return {
      async check(signal) {
        const settings = await readSettings(options, process.env);
        if (settings.mode !== "online") return `W&B is ${settings.mode} by WANDB_MODE`;
        const { baseUrl } = settings;
        const apiKey = await apiKeyFor(settings, process.env);
        const query = "query Viewer { viewer { username } }";
        const answer = await final(postJson({ baseUrl, apiKey, timeout: 5_000, signal }, "/graphql", { query }));
        const { data } = (answer ?? {}) as { data?: { viewer?: { username?: string } | null } };
        if (data?.viewer === null) {
          const fix = "set WANDB_API_KEY to a key of this server";
          throw new TweedieError({ where: "WANDB_API_KEY", what: `${baseUrl} does not know the key`, fix });
        }
        return baseUrl;
      },
      start: (run) => final(start(run)),
      log: (rows) => final(session?.log(rows)),
      finish: (end) => final(session?.finish(end)),
    };
  },
});

/** Makes the refusal of a request a final error. */
async function final<T>(result: Promise<T>): Promise<T>;
async function final(result: Promise<void> | undefined): Promise<void>;
async function final<T>(result: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const fix = [401, 403].includes(error.status) ? "set WANDB_API_KEY to a key of this server" : undefined;
    throw new TweedieError({ where: "W&B", what: error.message, fix }, { cause: error });
  }
}
