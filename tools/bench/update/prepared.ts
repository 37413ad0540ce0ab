import { mapParams } from "@tweedie/core";
import { type CompileOptions, compileStep, type StepGraph } from "../../../packages/graph/src/compile/compile-step.ts";
import { drawInput, weightInput } from "../../../packages/graph/src/compile/value-names.ts";
import { writeModel } from "../../../packages/graph/src/lower/lower-graph.ts";
import { blockSize } from "../../../packages/graph/src/ort/block-size.ts";
import { type createSession, loadOrt, sessionOptions } from "../../../packages/graph/src/ort/session.ts";
import { bytesOfValues } from "../../../packages/graph/src/compile/step-model.ts";
import { cpuTarget } from "../../../packages/graph/src/targets/cpu.ts";
import type { Target } from "../../../packages/graph/src/targets/target.ts";
import type { SidStep } from "../sid-step.ts";

/** The CPU target of this processor. */
export const ownTarget = async (): Promise<Target> => cpuTarget(await blockSize(loadOrt()));

/** Compiles an update with flat parameters, for the blocked layout of this runtime. */
export const compileUpdate = async (
  { step, state, draws }: SidStep,
  options: CompileOptions = {},
): Promise<StepGraph> =>
  compileStep(
    step,
    mapParams(state, ({ shape }) => shape),
    mapParams(draws(1), ({ shape }) => shape),
    { mayFlatten: () => true, target: await ownTarget(), ...options },
  );

type Session = Awaited<ReturnType<typeof createSession>>;
type Tensor = Parameters<Session["run"]>[0][string];

/** Creates a session of an update that runs with the same weights, draws and output buffers each time. */
export interface Prepared {
  readonly session: Session;
  readonly bytes: number;
  run(): Promise<unknown>;
}

export async function prepare(
  { state, draws }: SidStep,
  { graph, flatParameters }: StepGraph,
  { threads, ...options }: { readonly threads: number } & Partial<ReturnType<typeof sessionOptions>>,
): Promise<Prepared> {
  const ort = loadOrt();
  const model = writeModel(graph);
  const session = await ort.InferenceSession.create(model, {
    ...sessionOptions({ threads, bytes: bytesOfValues(graph), optimized: true }),
    ...options,
  });
  const vectors = mapParams(flatParameters, (members) => {
    const data = Float32Array.from(members.flatMap((name) => [...state[name]!.data]));
    return { shape: [data.length], data };
  });
  const named = [
    ...Object.entries({ ...state, ...vectors }).map(([name, array]) => [weightInput(name), array] as const),
    ...Object.entries(draws(1)).map(([name, array]) => [drawInput(name), array] as const),
  ];
  const feeds: Record<string, Tensor> = {};
  for (const [name, { shape, data }] of named) {
    if (session.inputNames.includes(name)) feeds[name] = new ort.Tensor("float32", Float32Array.from(data), shape);
  }
  const fetches = mapParams(await session.run(feeds), ({ dims, size }) => new ort.Tensor("float32", new Float32Array(size), dims)); // prettier-ignore
  return { session, bytes: model.length, run: () => session.run(feeds, fetches) };
}
