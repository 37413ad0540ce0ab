import type { Executor } from "../executor/executor.ts";
import { noBackendWith, type Precision } from "../executor/precision.ts";
import { tryExecutor } from "../executor/try-executor.ts";
import { listGpus } from "./gpus.ts";
import { noGpu, type Obstacle } from "./obstacles.ts";

/** A backend that `auto` considers. */
export interface Candidate {
  readonly backend: string;
  /** Left out for a backend that needs no GPU. */
  readonly obstacle?: Obstacle;
  create(): Promise<Executor>;
}

/**
 * The first candidate that works: no obstacle is known, it loads, and a small step has the right result.
 *
 * @param precision Precision that all candidates have.
 * @throws the error of the last candidate if none works; TweedieError if it needs a GPU
 */
export async function chooseBackend(
  candidates: readonly Candidate[],
  gpus = listGpus(),
  precision: Precision = "float32",
): Promise<Executor> {
  const rejected: string[] = [];
  for (const [i, { backend, obstacle, create }] of candidates.entries()) {
    const known = await obstacle?.(gpus);
    if (known !== undefined) {
      rejected.push(known === noGpu ? noGpu : `${backend}: ${known}`);
      continue;
    }
    try {
      const executor = await create();
      const problem = obstacle && (await tryExecutor(executor));
      if (problem !== undefined) {
        await executor.dispose();
        throw new Error(problem);
      }
      return { ...executor, reason: reasonOf(rejected, gpus.map(({ name }) => name)) }; // prettier-ignore
    } catch (error) {
      if (i === candidates.length - 1 && !obstacle) throw error;
      rejected.push(`${backend}: ${(error as Error).message.split("\n")[0] ?? ""}`);
    }
  }
  throw noBackendWith(precision, [...new Set(rejected)]);
}

/** `no GPU was found`, or the GPUs and what is wrong with each backend before the chosen one. */
function reasonOf(rejected: readonly string[], gpus: readonly string[]): string {
  const reasons = [...new Set(rejected)];
  if (reasons.length === 0) return gpus.join(", ");
  return gpus.length === 0 ? reasons.join("; ") : `${gpus.join(", ")}; ${reasons.join("; ")}`;
}
