import { samplers } from "@tweedie/diffusion";
import type { Components } from "../components.ts";
import type { Settings } from "../experiment/settings.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import type { Units } from "./remaining-time.ts";

/** Units of all parts of a run, from its checkpoint or from its beginning. The teacher is trained unless it is found later. */
export function unitsOfRun(
  { pretrain, distill, evaluate }: Settings,
  { teacher, distillation }: Components,
  checkpoint: Pick<Checkpoint, "phase" | "step"> | undefined,
): Units {
  const from = checkpoint?.phase === "distill" ? checkpoint.step : undefined;
  const isTrained = teacher.weights === "trained" && from === undefined;
  return {
    floors: 1,
    compilePretrain: isTrained ? 1 : 0,
    pretrain: isTrained ? pretrain.steps - (checkpoint?.step ?? 0) : 0,
    teacher: 1,
    pairs: distillation.loss.pairs ? 1 : 0,
    compileDistill: 1,
    evaluation: evaluationsAfter(from, distill.steps, evaluate.every),
    distill: distill.steps - (from ?? 0),
    result: 1,
    curve: evaluate.teacherCurve ? evaluate.teacherCurve.evaluations.length : 0,
  };
}

/** Number of evaluations after a step, with that of the last step. Without a step, step 0 is evaluated, too. */
const evaluationsAfter = (from: number | undefined, steps: number, every: number): number =>
  Math.ceil(steps / every) - Math.floor((from ?? 0) / every) + (from === undefined ? 1 : 0);

/**
 * Work of parts in that of others. Of a network, a pass forwards counts 1, and one backwards 2. An update of the fake score has a pass of
 * the student and one of its own in both directions; that of the student passes the frozen networks, too.
 */
export function workRatios({ pretrain, distill, evaluate }: Settings, { distillation }: Components) {
  const iterations = ((4 * distill.fakeScore.updates + 7) / 3) * (distill.batch / pretrain.batch);
  const { pairs: plan } = distillation.loss;
  if (!plan) return { iterations, pairs: 0 };
  const evaluations = plan.count * samplers[plan.sampler].evaluations(plan.steps);
  const samples = evaluate.generated ?? evaluate.samples;
  return { iterations, pairs: evaluations / (samples * samplers.heun.evaluations(evaluate.teacherSteps)) };
}
