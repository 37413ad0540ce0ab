import { mapParams } from "@tweedie/core";
import { createExecutor } from "@tweedie/graph";
import { nodesOf } from "../../packages/graph/src/ir/graph.ts";
import { writeModel } from "../../packages/graph/src/onnx/model.ts";
import { bytesOf } from "../../packages/graph/src/step-model.ts";
import { blockSize } from "../../packages/graph/src/ort/block.ts";
import { createSession, loadOrt } from "../../packages/graph/src/ort/session.ts";
import { convolutionCeiling, productCeiling } from "./ceilings.ts";
import { flopsOf } from "./flops.ts";
import { inTurn, type Timing, type TimingInTurn } from "./in-turn.ts";
import { peakMemory } from "./peak-memory.ts";
import { compileUpdate } from "./prepared.ts";
import type { SidStep } from "./sid-step.ts";
import { type WorkloadName, workloads } from "./workloads.ts";

/** What one update costs, all measured in one process. */
export interface UpdateReport {
  readonly workload: WorkloadName;
  readonly threads: number;
  readonly update: Timing;
  /** The update's random numbers, which are drawn before it. */
  readonly draws: Timing;
  /** Op by op on tfjs's wasm backend, where that is asked for. */
  readonly eager?: Timing;
  readonly flops: number;
  /** Operations a second: of the update, and of what the runtime is fastest at. */
  readonly rates: Readonly<Record<"update" | "product" | "convolution", Timing>>;
  /** The update's rate to each ceiling's, of the calmest tenth of both. */
  readonly shares: Readonly<Record<"product" | "convolution", Timing>>;
  /** Seconds to trace and simplify, to write the model, and to make a session of it. */
  readonly building: Readonly<Record<"graph" | "model" | "session", number>>;
  /** Seconds from the step's definition to the end of its first run. */
  readonly firstUpdate: number;
  readonly nodes: number;
  readonly modelBytes: number;
  /** Of the process, once the step has run and before anything eager does. */
  readonly peakBytes: number;
}

/** Measures a workload in this process. */
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
  const times = await inTurn(
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

/** `work` is how many times the ceiling's operations the update's are. */
const share = (update: TimingInTurn, work: number, ceiling: TimingInTurn): Timing => ({
  wall: (work * ceiling.calm.wall) / update.calm.wall,
  cpu: (work * ceiling.calm.cpu) / update.calm.cpu,
});

const rate = (flops: number, { wall, cpu }: Timing): Timing => ({ wall: flops / wall, cpu: flops / cpu });

async function timeBuilding(sid: SidStep, threads: number) {
  const ort = loadOrt();
  const clock = [performance.now()];
  const { graph } = await compileUpdate(sid);
  clock.push(performance.now());
  const model = writeModel(graph);
  clock.push(performance.now());
  const session = await createSession(ort, model, { threads, bytes: bytesOf(graph), simplified: true });
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
  return plain((await inTurn({ eager: () => step.run(draws) }, { seconds: 2, rounds: 10 })).eager);
}
