import { mapParams, type NDArrays } from "@tweedie/core";
import type { Executor } from "@tweedie/graph";
import type { SidStep } from "../../bench/sid-step.ts";

const iterations = [1, 2, 3];

/** Compares three iterations in one run with three runs. @throws Error if a bit differs */
export async function compareMany(sid: SidStep, device: Executor): Promise<void> {
  const [single, many] = [await train(sid, device, 1), await train(sid, device, iterations.length)];
  if (!equal(single, many)) throw new Error("iterations in one run do not have the bits of single runs");
}

/** Losses of each iteration, and the last state. */
async function train({ step, state, draws }: SidStep, device: Executor, most: number): Promise<readonly NDArrays[]> {
  const store = device.createStore(state);
  const compiled = await device.compile(
    step,
    store,
    mapParams(draws(1), ({ shape }) => shape),
  );
  const outputs: NDArrays[] = [];
  for (let i = 0; i < iterations.length; i += most)
    outputs.push(...(await compiled.many!.run(iterations.slice(i, i + most).map(draws))));
  await compiled.dispose();
  return [...outputs, await store.read()];
}

const equal = (left: readonly NDArrays[], right: readonly NDArrays[]): boolean =>
  left.every((arrays, i) =>
    Object.entries(arrays).every(([name, { data }]) =>
      Buffer.from(data.buffer).equals(Buffer.from(right[i]![name]!.data.buffer)),
    ),
  );
