import { join } from "node:path";

/**
 * Run folder of a run that a W&B sweep agent has started: `runs/SWEEP/RUN`, by its ids at W&B, since an agent may try one configuration
 * twice. Undefined outside of an agent.
 */
export function wandbRunFolder({ WANDB_SWEEP_ID: sweep, WANDB_RUN_ID: run } = process.env): string | undefined {
  return [sweep, run].every((id) => id !== undefined && /^[\w-]{1,64}$/.test(id))
    ? join("runs", sweep!, run!)
    : undefined;
}
