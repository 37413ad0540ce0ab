import type { NDArray, Params } from "@tweedie/core";
import type { Executor } from "../executor/executor.ts";
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
 * @throws the error of the last candidate if none works
 */
export async function chooseBackend(candidates: readonly Candidate[], gpus = listGpus()): Promise<Executor> {
  const rejected: string[] = [];
  for (const [i, { backend, obstacle, create }] of candidates.entries()) {
    const known = await obstacle?.(gpus);
    if (known !== undefined) {
      rejected.push(known === noGpu ? noGpu : `${backend}: ${known}`);
      continue;
    }
    try {
      const executor = await create();
      if (obstacle) await tryStep(executor);
      return { ...executor, reason: reasonOf(rejected, gpus.map(({ name }) => name)) }; // prettier-ignore
    } catch (error) {
      if (i === candidates.length - 1) throw error;
      rejected.push(`${backend}: ${(error as Error).message.split("\n")[0] ?? ""}`);
    }
  }
  throw new Error("there are no backends to choose from");
}

/** `no GPU was found`, or the GPUs and what is wrong with each backend before the chosen one. */
function reasonOf(rejected: readonly string[], gpus: readonly string[]): string {
  const reasons = [...new Set(rejected)];
  if (reasons.length === 0) return gpus.join(", ");
  return gpus.length === 0 ? reasons.join("; ") : `${gpus.join(", ")}; ${reasons.join("; ")}`;
}

const numbers: NDArray = { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) };

/** Computes the square of a matrix. @throws Error if it is wrong */
async function tryStep(executor: Executor): Promise<void> {
  const square = (_: Params, { x }: Params) => ({ outputs: { y: x!.matMul(x!) } });
  const step = await executor.compile(square, executor.createStore({}), { x: numbers.shape });
  const { y } = await step.run({ x: numbers });
  await step.dispose();
  if (y?.data.join() === "7,10,15,22") return;
  await executor.dispose();
  throw new Error(`the square of [[1, 2], [3, 4]] is wrong: ${y?.data.join(", ")}`);
}
