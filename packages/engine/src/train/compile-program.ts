import { mapParams, type NDArrays, scalar } from "@tweedie/core";
import type { CompiledStep, Executor, Store } from "@tweedie/graph";
import type { StandstillRule, StepProgram } from "../steps/step-program.ts";

/** Compiles the graphs of a training step. The result runs the whole step. `like` are draws of any step. */
export async function compileProgram(
  executor: Executor,
  store: Store,
  { graphs, runs, until }: StepProgram,
  like: NDArrays,
): Promise<CompiledStep> {
  const compiled = new Map<string, CompiledStep>();
  for (const [name, step] of Object.entries(graphs)) {
    const draws = [...runs, ...(until ? [until.measure] : [])].find(({ graph }) => graph === name)!.draws(like);
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
      for (const { graph, draws } of consecutiveRuns(runs)) {
        const step = compiled.get(graph)!;
        const made =
          until?.graph === graph
            ? await runUntilStandstill(until, compiled, draws, all)
            : await runAll(step, draws, all);
        for (const each of made) outputs = { ...outputs, ...each };
      }
      return outputs;
    },
    ...(runs.length === 1 && manyOf(compiled.get(runs[0]!.graph)!, runs[0]!)),
    async dispose() {
      for (const step of steps) await step.dispose();
    },
  };
}

type Run = StepProgram["runs"][number];

/** Runs of several iterations of a program that is one run of one graph. */
const manyOf = ({ many }: CompiledStep, { draws }: Run): Pick<CompiledStep, "many"> =>
  many ? { many: { most: many.most, run: (all) => many.run(all.map(draws)) } } : {};

interface ConsecutiveRuns {
  readonly graph: string;
  /** Selects the draws of each run. */
  readonly draws: readonly Run["draws"][];
}

/** Runs of one graph that follow each other, such as micro-batches. */
function consecutiveRuns(runs: readonly Run[]): readonly ConsecutiveRuns[] {
  const groups: { graph: string; draws: Run["draws"][] }[] = [];
  for (const { graph, draws } of runs) {
    if (groups.at(-1)?.graph === graph) groups.at(-1)!.draws.push(draws);
    else groups.push({ graph, draws: [draws] });
  }
  return groups;
}

/** Makes runs of a graph until the loss of the rule stands still, or there are no more. Returns their outputs, the loss and their number. */
async function runUntilStandstill(
  { graph, measure, output, every, tolerance, count }: StandstillRule,
  compiled: ReadonlyMap<string, CompiledStep>,
  draws: ConsecutiveRuns["draws"],
  all: NDArrays,
): Promise<readonly NDArrays[]> {
  const own = measure.draws(all);
  const lossOf = async () => (await compiled.get(measure.graph)!.run(own))[output]!.data[0]!;
  const outputs: NDArrays[] = [];
  let loss = await lossOf();
  while (outputs.length < draws.length) {
    const next = draws.slice(outputs.length, outputs.length + every);
    outputs.push(...(await runAll(compiled.get(graph)!, next, all)));
    const before = loss;
    loss = await lossOf();
    if (before - loss < tolerance * Math.abs(before)) break;
  }
  return [...outputs, { [output]: scalar(loss), [count]: scalar(outputs.length) }];
}

/** Runs a step on each selection of draws, several at once if it can. */
async function runAll(
  step: CompiledStep,
  draws: ConsecutiveRuns["draws"],
  all: NDArrays,
): Promise<readonly NDArrays[]> {
  const outputs: NDArrays[] = [];
  const most = step.many?.most ?? 1;
  for (let i = 0; i < draws.length; i += most) {
    const selected = draws.slice(i, i + most).map((select) => select(all));
    outputs.push(...(step.many ? await step.many.run(selected) : [await step.run(selected[0]!)]));
  }
  return outputs;
}
