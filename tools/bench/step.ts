import { mapParams, sizeOf } from "@tweedie/core";
import { type CompiledStep, createExecutor } from "@tweedie/graph";
import { compileStep } from "../../packages/graph/src/compile.ts";
import { input, matMul } from "../../packages/graph/src/ir/build.ts";
import { type Graph, nodesOf } from "../../packages/graph/src/ir/graph.ts";
import { writeModel } from "../../packages/graph/src/onnx/model.ts";
import { createSession, loadOrt } from "../../packages/graph/src/ort/session.ts";
import { sidStep } from "./sid-step.ts";

/** What is measured of a step: medians of one run, all in turn, so that a busy machine slows all alike. */
export interface StepTimes {
  readonly compiled: number;
  readonly eager: number;
  /** Floating-point operations of the step's matrix products. */
  readonly flops: number;
  /** Operations a second of a product of matrices of 1024², with the same session options. */
  readonly ceiling: number;
  readonly nodes: number;
  readonly modelBytes: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const flopsOf = (graph: Graph): number =>
  nodesOf(graph).reduce((sum, node) => {
    if (node.op !== "MatMul") return sum;
    const inner = node.inputs[0]!.shape.at(node.attrs.transposeA ? -2 : -1)!;
    return sum + 2 * sizeOf(node.shape) * inner;
  }, 0);

/** A product of two square matrices, in place. */
async function product(size: number, threads: number): Promise<() => Promise<unknown>> {
  const ort = loadOrt();
  const shape = [size, size];
  const model = writeModel({ c: matMul(input("a", shape), input("b", shape)) });
  const session = await createSession(ort, model, threads);
  const tensor = () => new ort.Tensor("float32", new Float32Array(size * size).fill(0.5), shape);
  const [feeds, fetches] = [{ a: tensor(), b: tensor() }, { c: tensor() }];
  return () => session.run(feeds, fetches);
}

/** Times one SiD update, compiled and eagerly, and what the machine's matrix product can do beside it. */
export async function timeStep({ rounds, threads }: { rounds: number; threads: number }): Promise<StepTimes> {
  const sid = sidStep({ batch: 1024, width: 256, depth: 3 });
  const shapes = mapParams(sid.draws(1), ({ shape }) => shape);
  const [compiled, eager] = (await Promise.all(
    (["ort", "wasm"] as const).map(async (backend) => {
      const executor = await createExecutor(backend, { threads });
      const step = await executor.compile(sid.step, executor.createStore(sid.state), shapes);
      return step.run;
    }),
  )) as [CompiledStep["run"], CompiledStep["run"]];
  const { graph } = compileStep(sid.step, mapParams(sid.state, ({ shape }) => shape), shapes); // prettier-ignore
  const size = 1024;
  const multiply = await product(size, threads);

  const times = { compiled: [] as number[], eager: [] as number[], product: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    const draws = sid.draws(round);
    for (let i = 0; i < 5; i++) {
      times.compiled.push(await timed(() => compiled(draws)));
      times.product.push(await timed(multiply));
    }
    times.eager.push(await timed(() => eager(draws)));
  }
  return {
    compiled: median(times.compiled),
    eager: median(times.eager),
    flops: flopsOf(graph),
    ceiling: (2 * size ** 3) / median(times.product),
    nodes: nodesOf(graph).length,
    modelBytes: writeModel(graph).length,
  };
}
