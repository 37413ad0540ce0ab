import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import type { SweepPlan } from "../plan.ts";
import { readSweep } from "./read-sweep.ts";

/** An experiment with two metrics. */
export const twoMetricExperiment = `data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
evaluate: { metrics: [metrics/sliced-wasserstein, metrics/modes], teacherCurve: null }
`;

/** A project with `ring.yaml` and `sweeps/sweep.yaml`. Returns its folder. */
export const makeSweepProject = (sweep = ""): string =>
  temporaryFolder({
    "package.json": '{ "tweedie": {} }',
    "ring.yaml": twoMetricExperiment,
    "sweeps/sweep.yaml": sweep,
  });

/** Plan of a sweep file of the ring experiment. */
export const planOfFile = async (sweep: string, ...args: string[]): Promise<SweepPlan> => {
  const folder = makeSweepProject(`experiment: ../ring.yaml\n${sweep}`);
  return (await readSweep(join(folder, "sweeps/sweep.yaml"), args)).plan;
};

/** Plan of the ring experiment with arguments that sweep values. */
export const planOfArguments = async (...args: string[]): Promise<SweepPlan> =>
  (await readSweep(join(makeSweepProject(), "ring.yaml"), args)).plan;

/** Error message for a sweep file, or for the ring experiment if `sweep` is empty. Paths start from the project. */
export async function errorOf(sweep: string, ...args: string[]): Promise<string> {
  const folder = makeSweepProject(sweep);
  const file = sweep === "" ? "ring.yaml" : "sweeps/sweep.yaml";
  return readSweep(join(folder, file), args).then(
    () => "no error",
    (error: Error) => `\n${error.message.replaceAll(`${folder}/`, "")}\n`,
  );
}
