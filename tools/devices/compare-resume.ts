import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.ts";

interface KilledRun {
  /** Arguments of `tweedie run`, apart from the folder. The distillation has `steps` steps, and a checkpoint before the middle one. */
  readonly args: readonly string[];
  readonly steps: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Folder for the runs. */
  readonly folder: string;
  /** Called before each run. */
  readonly prepare?: () => void;
}

/**
 * Runs an experiment by the command as a whole, and once more with a kill in the middle. The whole run is in the folder `whole`.
 *
 * @throws Error if the run that was killed and resumed wrote other metrics or weights
 */
export async function compareResume({
  args,
  steps,
  environment,
  folder,
  prepare = () => undefined,
}: KilledRun): Promise<void> {
  const runIn = (out: string, killAt?: number) => {
    prepare();
    const options = { environment, ...(killAt !== undefined && { killAt }) };
    return run([...args, "--out", join(folder, out)], options);
  };
  await runIn("whole");
  await runIn("killed", steps / 2);
  await runIn("killed");
  for (const file of ["metrics.jsonl", `checkpoints/distill-${`${steps}`.padStart(9, "0")}/state.safetensors`]) {
    const [killed, whole] = ["killed", "whole"].map((out) => readFileSync(join(folder, out, file)));
    if (!killed!.equals(whole!)) throw new Error(`a run that was killed and resumed wrote another ${file}`);
  }
}
