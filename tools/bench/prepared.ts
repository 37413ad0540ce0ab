import { mapParams } from "@tweedie/core";
import {
  type CompileOptions,
  compileStep,
  drawInput,
  type StepGraph,
  weightInput,
} from "../../packages/graph/src/compile.ts";
import { writeModel } from "../../packages/graph/src/onnx/model.ts";
import { blockSize } from "../../packages/graph/src/ort/block.ts";
import { type createSession, loadOrt, sessionOptions } from "../../packages/graph/src/ort/session.ts";
import { bytesOf } from "../../packages/graph/src/step-model.ts";
import type { SidStep } from "./sid-step.ts";

/** An update as it would be compiled, with its weights side by side. */
export const compileUpdate = async (
  { step, state, draws }: SidStep,
  options: CompileOptions = {},
): Promise<StepGraph> =>
  compileStep(
    step,
    mapParams(state, ({ shape }) => shape),
    mapParams(draws(1), ({ shape }) => shape),
    { mayPack: () => true, block: await blockSize(loadOrt()), ...options },
  );

type Session = Awaited<ReturnType<typeof createSession>>;
type Tensor = Parameters<Session["run"]>[0][string];

/** A session of an update, and what to run it on: the same weights and draws each time, results in the same place. */
export interface Prepared {
  readonly session: Session;
  readonly bytes: number;
  run(): Promise<unknown>;
}

export async function prepare(
  { state, draws }: SidStep,
  { graph, packs }: StepGraph,
  { threads, ...options }: { readonly threads: number } & Partial<ReturnType<typeof sessionOptions>>,
): Promise<Prepared> {
  const ort = loadOrt();
  const model = writeModel(graph);
  const session = await ort.InferenceSession.create(model, {
    ...sessionOptions({ threads, bytes: bytesOf(graph), simplified: true }),
    ...options,
  });
  const packed = mapParams(packs, (members) => {
    const data = Float32Array.from(members.flatMap((name) => [...state[name]!.data]));
    return { shape: [data.length], data };
  });
  const named = [
    ...Object.entries({ ...state, ...packed }).map(([name, array]) => [weightInput(name), array] as const),
    ...Object.entries(draws(1)).map(([name, array]) => [drawInput(name), array] as const),
  ];
  const feeds: Record<string, Tensor> = {};
  for (const [name, { shape, data }] of named) {
    if (session.inputNames.includes(name)) feeds[name] = new ort.Tensor("float32", Float32Array.from(data), shape);
  }
  const fetches = mapParams(await session.run(feeds), ({ dims, size }) => new ort.Tensor("float32", new Float32Array(size), dims)); // prettier-ignore
  return { session, bytes: model.length, run: () => session.run(feeds, fetches) };
}
