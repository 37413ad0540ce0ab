import { recomputingBlocks } from "@tweedie/networks";
import type { Update } from "./micro-batches.ts";

/** The update, in whose backward pass the blocks of the networks are evaluated again if `recompute` is set. */
export const recomputedUpdate = (update: Update, recompute: boolean): Update =>
  recompute ? { ...update, objective: (state, draws) => recomputingBlocks(update.objective(state, draws)) } : update;
