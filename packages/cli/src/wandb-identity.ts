import { join } from "node:path";

/** Where a run goes that an agent of W&B has started: by its sweep and its name there, for an agent may try one configuration twice. */
export function folderForAgent({ WANDB_SWEEP_ID: sweep, WANDB_RUN_ID: run } = process.env): string | undefined {
  return [sweep, run].every((id) => id !== undefined && /^[\w-]{1,64}$/.test(id))
    ? join("runs", sweep!, run!)
    : undefined;
}
