import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { openOffline } from "./wandb/offline.ts";
import { openSession, type WandbSession } from "./wandb/session.ts";

/**
 * Weights & Biases. W&B's own SDK sends the rows of a new run as they come. At the end the rows on the server are counted, and missing
 * rows are sent again. With WANDB_MODE=offline the run is written to a file for `wandb sync`.
 */
export default definePlugin({
  role: "tracker",
  summary: "Weights & Biases, with the API key in WANDB_API_KEY",
  options: z.strictObject({
    project: z.string().min(1).default("tweedie").describe("Project; WANDB_PROJECT overrides it."),
    entity: z.string().min(1).optional().describe("User or team; WANDB_ENTITY overrides it."),
    group: z.string().min(1).optional().describe("Group of runs; WANDB_RUN_GROUP overrides it."),
    jobType: z.string().min(1).optional().describe("Type of the job; WANDB_JOB_TYPE overrides it."),
    notes: z.string().optional().describe("Notes on the run; WANDB_NOTES overrides them."),
    tags: z.array(z.string().min(1)).default([]).describe("Tags; WANDB_TAGS overrides them."),
    transport: z
      .enum(["sdk", "http"])
      .default("sdk")
      .describe("Sends the rows by @wandb/sdk, or by HTTP requests without the SDK."),
  }),
  create: (options) => {
    let session: WandbSession | undefined;
    return {
      async start(run) {
        const mode = process.env["WANDB_MODE"] || "online";
        if (mode === "disabled") return { rows: 0, place: "nowhere: WANDB_MODE=disabled" };
        session = await (mode === "offline" ? openOffline(run, options) : openSession(run, options));
        return { rows: session.existing, place: session.url };
      },
      log: async (rows) => session?.log(rows),
      finish: async (end) => session?.finish(end),
    };
  },
});
