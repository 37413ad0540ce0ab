import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { openOffline } from "./wandb/offline.ts";
import { openSession, type Session } from "./wandb/session.ts";

/**
 * Weights & Biases. Rows are sent as they come, by W&B's own SDK where a run begins. In the end they are counted, and what the server
 * lacks is sent again. With WANDB_MODE=offline they go to a file for `wandb sync`.
 */
export default definePlugin({
  role: "tracker",
  summary: "Weights & Biases, with the key in WANDB_API_KEY",
  options: z.strictObject({
    project: z.string().min(1).default("tweedie").describe("WANDB_PROJECT goes before it"),
    entity: z.string().min(1).optional().describe("user or team; WANDB_ENTITY goes before it"),
    group: z.string().min(1).optional().describe("WANDB_RUN_GROUP goes before it"),
    jobType: z.string().min(1).optional(),
    notes: z.string().optional(),
    tags: z.array(z.string().min(1)).default([]).describe("WANDB_TAGS goes before them"),
    transport: z
      .enum(["sdk", "http"])
      .default("sdk")
      .describe("what sends the rows: @wandb/sdk, or requests of Tweedie's own"),
  }),
  create: (options) => {
    let session: Session | undefined;
    return {
      async start(run) {
        const mode = process.env["WANDB_MODE"] || "online";
        if (mode === "disabled") return { rows: 0, place: "nowhere: WANDB_MODE=disabled" };
        session = await (mode === "offline" ? openOffline(run, options) : openSession(run, options));
        return { rows: session.held, place: session.url };
      },
      log: async (rows) => session?.log(rows),
      finish: async (end) => session?.finish(end),
    };
  },
});
