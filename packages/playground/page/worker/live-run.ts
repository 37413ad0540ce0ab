import { type NDArray, ndarray, random, TweedieError } from "@tweedie/core";
import {
  createComponents,
  createLiveContext,
  createLiveDistillation,
  createLivePicture,
  type Experiment,
  type LiveContext,
  type LiveDistillation,
  type LivePicture,
  teacherSamples,
  trainLiveTeacher,
} from "@tweedie/engine/browser";
import type { Executor } from "@tweedie/graph/browser";
import type { BackendState, EvaluationRow, Frame, Points, Scene, View } from "../protocol/messages.ts";

/** Sizes of the picture. */
const sizes = { samples: 400, side: 15, arrows: 40, noises: 8 };

/** A run that the page shows. */
export interface LiveRun {
  readonly scene: Scene;
  readonly step: number;
  readonly slots: Experiment["slots"];
  /** Makes an iteration. Returns the reason for which the training ends after it. */
  iterate(): Promise<string | undefined>;
  evaluate(): Promise<EvaluationRow>;
  frame(view: View, rate: number): Promise<Frame>;
  /** Continues with other settings. @throws Error if the experiment has other weights */
  change(experiment: Experiment): Promise<void>;
  dispose(): Promise<void>;
}

interface RunOptions {
  readonly executor: Promise<Executor>;
  readonly signal: AbortSignal;
  /** Called with the data, before anything is compiled and before the executor exists. */
  onData(scene: Scene): void;
  onTeacher(step: number, steps: number, loss: number): Promise<void>;
}

/** Shows the data, and trains the teacher if the experiment does. @throws TweedieError for data that are not in the plane */
async function begin(experiment: Experiment, { executor, signal, onData, onTeacher }: RunOptions) {
  const components = await createComponents(experiment);
  const first = sceneOf(experiment, components);
  onData(first);
  const warnings: string[] = [...experiment.warnings];
  const warn = (text: string) => void warnings.push(text);
  const context = await createLiveContext(experiment, await executor, { components, signal, warn });
  const { steps } = experiment.settings.pretrain;
  const weights = await trainLiveTeacher(context, (step, { loss }) => onTeacher(step, steps, loss ?? NaN));
  return { context, first, weights, warnings };
}

/** Begins a run. @throws TweedieError for data that are not in the plane */
export async function createLiveRun(experiment: Experiment, options: RunOptions): Promise<LiveRun> {
  const { context, first, weights, warnings } = await begin(experiment, options);
  const distillation = await createLiveDistillation(context, weights);
  let picture = await pictureOf(distillation, context);
  const scene: Scene = {
    ...first,
    ready: true,
    teacher: (await teacherSamples(context, weights, sizes.samples)).data as Points,
    floors: distillation.evaluation.evaluator.floors.values,
    warnings,
  };
  return {
    scene,
    get step() {
      return distillation.step;
    },
    get slots() {
      return distillation.experiment.slots;
    },
    async iterate() {
      const { alarm } = await distillation.iterate();
      if (alarm) return `${alarm.end}: ${alarm.reason}`;
      return distillation.step >= scene.steps ? `completed: ${scene.steps} iterations` : undefined;
    },
    async evaluate() {
      const { step, values, alarm } = await distillation.evaluate(1);
      return { step, values, alarm: alarm && `${alarm.end}: ${alarm.reason}` };
    },
    async frame({ sigma, field, arrows }, rate) {
      const student = await picture.student();
      const first = ndarray([sizes.arrows, 2], (student.data as Points).slice(0, 2 * sizes.arrows));
      return {
        step: distillation.step,
        rate,
        backend: backendState(context.executor, distillation.threads),
        student: student.data as Points,
        field: field ? pointsOf(await picture.denoised(gridArray(scene), sigma)) : {},
        arrows: arrows ? pointsOf(await picture.arrows(first, sigma)) : {},
      };
    },
    async change(next) {
      await distillation.change(next);
      const former = picture;
      picture = await pictureOf(distillation, context);
      await former.dispose();
    },
    async dispose() {
      await picture.dispose();
      await distillation.dispose();
    },
  };
}

const backendNames: Readonly<Record<string, BackendState["name"]>> = { webgpu: "WebGPU", cpu: "JavaScript" };

const backendState = ({ name, reason }: Executor, threads = 1): BackendState => ({
  name: backendNames[name] ?? "WebAssembly",
  threads,
  reason,
});

const pictureOf = (distillation: LiveDistillation, context: LiveContext): Promise<LivePicture> =>
  createLivePicture(distillation, context, { ...sizes, points: sizes.side ** 2 });

const pointsOf = (arrays: Readonly<Record<string, NDArray>>): Record<string, Points> =>
  Object.fromEntries(Object.entries(arrays).map(([name, { data }]) => [name, data as Points]));

/** The picture of the data alone. */
function sceneOf(experiment: Experiment, { data }: Pick<LiveContext["components"], "data">): Scene {
  if (data.shape.join() !== "2") {
    const what = `the page shows data in the plane, and these have the shape [${data.shape.join(", ")}]`;
    throw new TweedieError({ where: "data", what, fix: "run the experiment with the command" });
  }
  const points = data.sample(random(experiment.settings.seed, "picture.data"), sizes.samples).data as Points;
  const extent = 1.6 * Math.max(...points.map(Math.abs));
  const { steps } = experiment.settings.distill;
  const [teacher, grid] = [new Float32Array(), gridOf(extent)];
  return { ready: false, data: points, teacher, grid, extent, steps, floors: {}, warnings: experiment.warnings };
}

const gridArray = ({ grid }: Scene): NDArray => ndarray([sizes.side ** 2, 2], grid);

/** Points of a square grid, in rows. */
function gridOf(extent: number): Points {
  const grid = new Float32Array(2 * sizes.side ** 2);
  const at = (i: number) => extent * ((2 * (i + 0.5)) / sizes.side - 1);
  for (let i = 0; i < sizes.side ** 2; i++) grid.set([at(i % sizes.side), at(Math.floor(i / sizes.side))], 2 * i);
  return grid;
}
