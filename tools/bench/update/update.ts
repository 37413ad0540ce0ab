import { mapParams } from "@tweedie/core";
import { createExecutor } from "@tweedie/graph";
import { nodesOf } from "../../../packages/graph/src/ir/graph.ts";
import { writeModel } from "../../../packages/graph/src/lower/lower-graph.ts";
import { bytesOfValues } from "../../../packages/graph/src/compile/step-model.ts";
import { blockSize } from "../../../packages/graph/src/ort/block-size.ts";
import { createSession, loadOrt } from "../../../packages/graph/src/ort/session.ts";
import { convolutionCeiling, productCeiling } from "./peak-rates.ts";
import { flopsOf } from "./flops.ts";
import { interleave, type Timing, type InterleavedTiming } from "../interleaved.ts";
import { peakMemory } from "../peak-memory.ts";
import { compileUpdate } from "./prepared.ts";
import type { SidStep } from "../sid-step.ts";
import { type WorkloadName, workloads } from "../workloads.ts";

/** Cost of one update, all measured in one process. */
export interface UpdateReport {
  readonly workload: WorkloadName;
  readonly threads: number;
  readonly update: Timing;
  /** Making the draws, before the update. */
  readonly draws: Timing;
  /** Eager update on the wasm backend, if requested. */
  readonly eager?: Timing;
  readonly flops: number;
  /** Operations per second of the update, and the peak rates of the runtime. */
  readonly rates: Readonly<Record<"update" | "product" | "convolution", Timing>>;
  /** Ratio of the update's rate to each peak rate, over the fastest tenth of both. */
  readonly shares: Readonly<Record<"product" | "convolution", Timing>>;
  /** Seconds to trace and optimise, to write the model, and to create the session. */
  readonly building: Readonly<Record<"graph" | "model" | "session", number>>;
  /** Seconds from the definition of the step to the end of its first run. */
  readonly firstUpdate: number;
  readonly nodes: number;
  readonly modelBytes: number;
  /** Peak memory of the process after the compiled step and before the eager one. */
  readonly peakBytes: number;
}

/** Measures one workload in this process. */
export async function measureUpdate(
  workload: WorkloadName,
  { threads, seconds, eager = false }: { threads: number; seconds: number; eager?: boolean },
): Promise<UpdateReport> {
  const sid = workloads[workload].step();
  const shapes = mapParams(sid.draws(1), ({ shape }) => shape);
  const ort = loadOrt();
  await blockSize(ort);

  const begun = performance.now();
  const executor = await createExecutor("ort", { threads });
  const step = await executor.compile(sid.step, executor.createStore(sid.state), shapes);
  let round = 1;
  let draws = sid.draws(round);
  await step.run(draws);
  const firstUpdate = (performance.now() - begun) / 1e3;
  const peakBytes = peakMemory();

  const building = await timeBuilding(sid, threads);
  const [product, convolution] = [await productCeiling(threads), await convolutionCeiling(threads)];
  const times = await interleave(
    {
      draws: () => (draws = sid.draws(++round)),
      update: () => step.run(draws),
      product: () => product.run(),
      convolution: () => convolution.run(),
    },
    { seconds },
  );
  const flops = flopsOf(building.compiled);
  return {
    workload,
    threads,
    update: plain(times.update),
    draws: plain(times.draws),
    ...(eager && { eager: await timeEager(workload) }),
    flops,
    rates: {
      update: rate(flops, times.update),
      product: rate(product.flops, times.product),
      convolution: rate(convolution.flops, times.convolution),
    },
    shares: {
      product: share(times.update, flops / product.flops, times.product),
      convolution: share(times.update, flops / convolution.flops, times.convolution),
    },
    building: building.seconds,
    firstUpdate,
    nodes: nodesOf(building.compiled).length,
    modelBytes: building.modelBytes,
    peakBytes,
  };
}

const plain = ({ wall, cpu }: Timing): Timing => ({ wall, cpu });

/** `work`: operations of the update divided by those of the peak-rate op. */
const share = (update: InterleavedTiming, work: number, ceiling: InterleavedTiming): Timing => ({
  wall: (work * ceiling.fastest.wall) / update.fastest.wall,
  cpu: (work * ceiling.fastest.cpu) / update.fastest.cpu,
});

const rate = (flops: number, { wall, cpu }: Timing): Timing => ({ wall: flops / wall, cpu: flops / cpu });

async function timeBuilding(sid: SidStep, threads: number) {
  const ort = loadOrt();
  const clock = [performance.now()];
  const { graph } = await compileUpdate(sid);
  clock.push(performance.now());
  const model = writeModel(graph);
  clock.push(performance.now());
  const session = await createSession(ort, model, { threads, bytes: bytesOfValues(graph), optimized: true });
  clock.push(performance.now());
  await session.release();
  const [inGraph, inModel, inSession] = clock.slice(1).map((time, i) => (time - clock[i]!) / 1e3) as [number, number, number]; // prettier-ignore
  const seconds = { graph: inGraph, model: inModel, session: inSession };
  return { compiled: graph, modelBytes: model.length, seconds };
}

async function timeEager(workload: WorkloadName): Promise<Timing> {
  const sid = workloads[workload].step();
  const draws = sid.draws(1);
  const executor = await createExecutor("wasm");
  const step = await executor.compile(sid.step, executor.createStore(sid.state), mapParams(draws, ({ shape }) => shape)); // prettier-ignore
  return plain((await interleave({ eager: () => step.run(draws) }, { seconds: 2, turns: 10 })).eager);
}
