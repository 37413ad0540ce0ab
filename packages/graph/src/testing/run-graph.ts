import { type NDArray, type NDArrays, type Params, mapParams, random, sizeOf, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { compileStep } from "../compile/compile-step.ts";
import { drawInput, stepOutput } from "../compile/value-names.ts";
import type { Graph } from "../ir/graph.ts";
import { writeModel } from "../lower/lower-graph.ts";
import { blockSize } from "../ort/block-size.ts";
import { createSession, loadOrt } from "../ort/session.ts";
import { cpuTarget } from "../targets/cpu.ts";
import type { Target } from "../targets/target.ts";

/** Runs a graph without any pass, lowered for a target, on inputs by name, and returns its results by name. */
export async function runGraph(graph: Graph, feeds: NDArrays, target?: Target): Promise<NDArrays> {
  const ort = loadOrt();
  const session = await createSession(ort, writeModel(graph, target), { threads: 1, optimized: true });
  const tensors = session.inputNames.map((name) => {
    const { shape, data } = feeds[name]!;
    return [name, new ort.Tensor("float32", data, shape)] as const;
  });
  const results = await session.run(Object.fromEntries(tensors));
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { dims, data }]) => [
      name,
      { shape: dims, data: Float32Array.from(data as Float32Array, Number) },
    ]),
  );
}

/** Compiles a function of tensors with all passes, and runs it on inputs. */
export async function runCompiled(f: (...x: Tensor[]) => Tensor[], inputs: readonly NDArray[]): Promise<NDArray[]> {
  const draws = Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]));
  const step = (_: Params, { ...x }: Params) => ({
    outputs: Object.fromEntries(f(...inputs.map((_, i) => x[`x${i}`]!)).map((y, i) => [`y${i}`, y])),
  });
  const { graph, outputs } = compileStep(
    step,
    {},
    mapParams(draws, ({ shape }) => shape),
    { target: cpuTarget(await blockSize(loadOrt())) },
  );
  const feeds = Object.fromEntries(Object.entries(draws).map(([name, array]) => [drawInput(name), array]));
  const results = await runGraph(graph, feeds);
  return outputs.map((name) => results[stepOutput(name)]!);
}

/** Runs a function of tensors op by op on the current tfjs backend. */
export const runEagerly = (f: (...x: Tensor[]) => Tensor[], inputs: readonly NDArray[]): NDArray[] =>
  tf.tidy(() =>
    f(...inputs.map(({ shape, data }) => tf.tensor(data, [...shape]))).map((y) => ({
      shape: y.shape,
      data: Float32Array.from(y.dataSync()),
    })),
  );

/** Array of random numbers, uniform between `low` and `high`. */
export function uniformArray(seed: number, shape: readonly number[], low = -2, high = 2): NDArray {
  const data = random(seed, "test")
    .uniform(sizeOf(shape))
    .map((u) => low + u * (high - low));
  return { shape, data };
}
