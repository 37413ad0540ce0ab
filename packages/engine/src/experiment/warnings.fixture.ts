import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { validateExperiment } from "./validate.ts";

const experiment = `
data: datasets/ring
network: { use: networks/mlp, width: 8, depth: 1, embedding: 8 }
teacher: teachers/denoiser
student: students/denoiser
fakeScore: fake-scores/denoiser
loss: sid/l2
pretrain: { steps: 1, batch: 8 }
distill: { steps: 3, batch: 8 }
evaluate: { samples: 16, teacherSteps: 1 }
log: { every: 1 }
`;

/** An experiment of three steps, with overrides. */
export const experimentWith = (...overrides: string[]) =>
  validateExperiment({ file: join(temporaryFolder({ "experiment.yaml": experiment }), "experiment.yaml"), overrides });
