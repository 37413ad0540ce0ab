import { ConfigError } from "@tweedie/config/browser";
import {
  createLiveContext,
  createLiveDistillation,
  type LiveDistillation,
  type MetricValues,
  trainLiveTeacher,
} from "@tweedie/engine/browser";
import { readExperiment } from "../../../packages/playground/page/worker/read-experiment.ts";
import type { BackendChoice } from "../../../packages/playground/page/protocol/messages.ts";
import { webgpuObstacle } from "../../../packages/playground/page/protocol/webgpu-obstacle.ts";
import { createExecutor, mostThreads } from "../../../packages/playground/page/worker/runtime.ts";

interface Row {
  readonly phase: string;
  readonly step: number;
  readonly values: MetricValues;
}

async function begin(yaml: string, backend: BackendChoice, rows: Row[] = []): Promise<LiveDistillation> {
  const experiment = await readExperiment(yaml);
  const executor = await createExecutor(backend);
  const context = await createLiveContext(experiment, executor);
  const teacher = await trainLiveTeacher(context, (step, losses) => {
    rows.push({ phase: "pretrain", step, values: losses });
  });
  return createLiveDistillation(context, teacher);
}

Object.assign(globalThis, {
  webgpuObstacle,
  mostThreads,
  /** Errors of a text, as `tweedie validate` prints them, or "". */
  errorsOf: async (yaml: string) => {
    try {
      await readExperiment(yaml);
      return "";
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
  },
  /** Rows of the log of a run. */
  train: async (yaml: string, backend: BackendChoice = "wasm"): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    const distillation = await begin(yaml, backend, rows);
    const { distill, evaluate } = distillation.experiment.settings;
    rows.push({ phase: "distill", step: 0, values: (await distillation.evaluate(1)).values });
    for (let step = 1; step <= distill.steps; step++) {
      const { losses } = await distillation.iterate();
      const measured = step % evaluate.every === 0 ? (await distillation.evaluate(1)).values : {};
      rows.push({ phase: "distill", step, values: { ...losses, ...measured } });
    }
    return rows;
  },
  /** Iterations a second. */
  rate: async (yaml: string, backend: BackendChoice, milliseconds: number) => {
    const distillation = await begin(yaml, backend);
    for (let i = 0; i < 3; i++) await distillation.iterate();
    const begun = performance.now();
    let count = 0;
    for (; performance.now() - begun < milliseconds; count++) await distillation.iterate();
    return (1_000 * count) / (performance.now() - begun);
  },
});
