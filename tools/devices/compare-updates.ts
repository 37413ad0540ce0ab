import { mapParams, type NDArrays } from "@tweedie/core";
import type { Executor } from "@tweedie/graph";
import type { SidStep } from "../bench/sid-step.ts";

/** Largest difference of losses, relative to the loss, and of second moments, relative to the largest one. */
const tolerances = { losses: 1e-5, moments: 1e-4 };

export interface Trained {
  readonly losses: readonly number[];
  readonly state: NDArrays;
}

/** Largest differences of two executors, and the state that the first one has trained. */
interface Difference {
  readonly losses: number;
  readonly moments: number;
  readonly trained: Trained;
}

/**
 * Runs three iterations of an update on two executors.
 *
 * Weights are not compared: where a gradient is rounding noise, Adam with beta1 = 0 turns its sign into a whole step.
 */
export async function differenceOf(sid: SidStep, device: Executor, reference: Executor): Promise<Difference> {
  const expected = await train(sid, reference, sid.state, [1, 2, 3]);
  const trained = await train(sid, device, sid.state, [1, 2, 3]);
  const losses = Math.max(...expected.losses.map((loss, i) => Math.abs(trained.losses[i]! - loss) / Math.abs(loss)));
  const moments = Math.max(
    ...Object.entries(expected.state)
      .filter(([name]) => name.startsWith("adam."))
      .map(([name, { data }]) => difference(trained.state[name]!.data, data)),
  );
  return { losses, moments, trained };
}

/** Description of a difference that is too large. */
export function excessOf({ losses, moments }: Omit<Difference, "trained">): string | undefined {
  if (!(losses <= tolerances.losses)) return `losses differ by ${losses}, more than ${tolerances.losses}`;
  return moments <= tolerances.moments ? undefined : `moments differ by ${moments}, more than ${tolerances.moments}`;
}

/**
 * Compares three iterations of an update on two executors.
 *
 * @returns the largest differences of losses and moments
 * @throws Error if they are too large, or if the iterations are not the same bits after the state was read and written
 */
export async function compareUpdates(
  sid: SidStep,
  device: Executor,
  reference: Executor,
): Promise<Omit<Difference, "trained">> {
  const { losses, moments, trained } = await differenceOf(sid, device, reference);
  const excess = excessOf({ losses, moments });
  if (excess !== undefined) throw new Error(excess);
  if (!(await continuesExactly(sid, device, trained)))
    throw new Error("iterations that continue from a copy of the state do not have the same bits");
  return { losses, moments };
}

/** Interrupts the iterations after the first, and continues from the state that was read. Returns true if that gives the same bits. */
export async function continuesExactly(sid: SidStep, device: Executor, whole: Trained): Promise<boolean> {
  const first = await train(sid, device, sid.state, [1]);
  const rest = await train(sid, device, first.state, [2, 3]);
  return Object.entries(whole.state).every(([name, { data }]) => equal(rest.state[name]!.data, data));
}

/** Runs iterations of an update from a state. Returns all losses, and the last state. */
export async function train(
  { step, draws }: SidStep,
  executor: Executor,
  state: NDArrays,
  iterations: readonly number[],
): Promise<Trained> {
  const store = executor.createStore(state);
  const compiled = await executor.compile(
    step,
    store,
    mapParams(draws(1), ({ shape }) => shape),
  );
  const losses: number[] = [];
  for (const i of iterations) losses.push(...Object.values(await compiled.run(draws(i))).map(({ data }) => data[0]!));
  const trained = { losses, state: await store.read() };
  await compiled.dispose();
  store.dispose();
  return trained;
}

/** Largest difference relative to the largest expected number. */
function difference(actual: Float32Array, expected: Float32Array): number {
  const largest = expected.reduce((max, number) => Math.max(max, Math.abs(number)), 0);
  return expected.reduce((max, number, i) => Math.max(max, Math.abs(actual[i]! - number)), 0) / (largest || 1);
}

const equal = (a: Float32Array, b: Float32Array): boolean => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
