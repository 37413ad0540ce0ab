import type { NDArray, Params } from "@tweedie/core";
import type { Executor, StepFunction } from "./executor.ts";

const matrix: NDArray = { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
const square: StepFunction = (_: Params, { x }: Params) => ({ outputs: { y: x!.matMul(x!) } });

/** Computes the square of a matrix on an executor. Returns the error of a wrong result, or undefined. */
export async function tryExecutor(executor: Executor): Promise<string | undefined> {
  const step = await executor.compile(square, executor.createStore({}), { x: matrix.shape });
  const { y } = await step.run({ x: matrix });
  await step.dispose();
  if (y?.data.join() === "7,10,15,22") return undefined;
  return `the square of [[1, 2], [3, 4]] is wrong: ${y?.data.join(", ")}`;
}
