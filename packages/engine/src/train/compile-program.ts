import { mapParams, type NDArrays } from "@tweedie/core";
import type { CompiledStep, Executor, Store } from "@tweedie/graph";
import type { StepProgram } from "../steps/step-program.ts";

/** Compiles the graphs of a training step. The result runs the whole step. `like` are draws of any step. */
export async function compileProgram(
  executor: Executor,
  store: Store,
  { graphs, runs }: StepProgram,
  like: NDArrays,
): Promise<CompiledStep> {
  const compiled = new Map<string, CompiledStep>();
  for (const [name, step] of Object.entries(graphs)) {
    const draws = runs.find(({ graph }) => graph === name)!.draws(like);
    compiled.set(
      name,
      await executor.compile(
        step,
        store,
        mapParams(draws, ({ shape }) => shape),
      ),
    );
  }
  const steps = [...compiled.values()];
  const threads = steps.flatMap((step) => step.threads ?? []);
  return {
    ...(threads.length > 0 && { threads: Math.max(...threads) }),
    async run(all) {
      let outputs: NDArrays = {};
      for (const { graph, draws } of runs) outputs = { ...outputs, ...(await compiled.get(graph)!.run(draws(all))) };
      return outputs;
    },
    async dispose() {
      for (const step of steps) await step.dispose();
    },
  };
}
