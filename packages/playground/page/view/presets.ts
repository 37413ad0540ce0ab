/** An experiment of the page and what is shown of it. */
export interface Preset {
  readonly title: string;
  /** Sentences of the tour. */
  readonly text: readonly string[];
  readonly yaml: string;
  /** Losses that are trained beside it, from the same seed. */
  readonly beside?: readonly string[];
  readonly view?: { readonly sigma?: number; readonly arrows?: boolean; readonly field?: boolean };
}

interface Parts {
  readonly loss: string;
  readonly student?: string;
  readonly fakeScore?: string;
}

const ring = ({
  loss,
  student = "optimizer: { lr: 1e-3 }",
  fakeScore = "updates: 1, optimizer: { lr: 2e-3 }",
}: Parts): string => `name: playground
seed: 0
data: { use: datasets/ring, modes: 8, std: 0.05 }
network: { use: networks/mlp, width: 64, depth: 2 }
teacher: teachers/mixture
student: { use: students/mlp, width: 64, depth: 2 }
fakeScore: { use: fake-scores/denoiser, init: random }
loss: ${loss}
distill:
  steps: 20000
  batch: 256
  student: { ${student} }
  fakeScore: { ${fakeScore} }
evaluate: { every: 100, samples: 512, draws: 512, metrics: [metrics/sliced-wasserstein, metrics/modes], teacherCurve: null }
`;

const oneLevel = "time: { use: dde/single-level, sigma: 0.2 }, weighting: weightings/none";

/** Stops of the tour, in the order of the article. */
export const tour: readonly Preset[] = [
  {
    title: "Why L1 fails",
    text: [
      "L1 = |a - b|² compares the teacher's prediction a with the fake score's b, and its gradient holds b constant.",
      "At the optimal fake score it is the Fisher divergence, but half of its gradient passes through b, and that half is missing.",
      "The remaining gradient does not lead to the data: watch the spread and the modes.",
    ],
    yaml: ring({ loss: "sid/l1" }),
  },
  {
    title: "What the identity does",
    text: [
      "The fake score is the mean of the noise e given the noised sample, so b may be replaced by e in a product with any function of that sample.",
      "L2 = <a - b, a - e> therefore has the value of L1 at the optimum, and another gradient: the part that passed through b now passes through the sample.",
      "From the same seed and the same draws, L2 finds the eight modes and L1 collapses; after some 1,500 iterations L2 alone begins to lose modes.",
    ],
    yaml: ring({ loss: "{ use: sid/l2, lambda: 0 }" }),
    beside: ["sid/l1"],
  },
  {
    title: "Lambda",
    text: [
      "SiD trains with L2 - lambda L1; lambda = 1/2 has half of the exact gradient of the Fisher divergence, and SiD's code uses 1.2.",
      "Move the slider while it trains: at 0 modes are lost after some 1,500 iterations, at 0.5 a mode comes and goes, at 1 all eight stay, and at 2 none is found.",
      "The arrows show the two parts on the samples, at the noise level of the slider below the picture.",
    ],
    yaml: ring({ loss: "{ use: sid/l2, lambda: 0.5 }" }),
    view: { arrows: true, field: false },
  },
  {
    title: "Transform everything",
    text: [
      "If one replacement helps, why not replace b by e in both factors?",
      "The identity holds for one factor that is a function of the noised sample; b replaced in both leaves a term that is not small, and whose gradient is wrong.",
      "The transformed loss is unsound, and the page says so below the YAML; compare it with L2.",
    ],
    yaml: ring({ loss: "full-transform/full" }),
    beside: ["sid/l2"],
  },
  {
    title: "One noise level",
    text: [
      "The identity holds at each noise level by itself, so all networks can be trained at one level: here sigma = 0.2.",
      "Then nothing guides samples that are far from all data at this level, and nothing separates modes that the noise merges.",
      "DDE trains in this way.",
    ],
    yaml: ring({
      loss: "{ use: sid/l2, lambda: 0.5 }",
      student: `optimizer: { lr: 1e-3 }, ${oneLevel}`,
      fakeScore: `updates: 1, optimizer: { lr: 2e-3 }, ${oneLevel}`,
    }),
    view: { sigma: 0.2 },
  },
  {
    title: "Why a fake score of its own",
    text: [
      "The losses are right for the fake score of the present student, so that one must follow the student.",
      "Here its learning rate is so small that it does not: b stays what it was for other samples, and the student follows a field that is not its own.",
      "Raise the fake score's learning rate to 2e-3 and watch the psi gap fall and the student recover.",
    ],
    yaml: ring({ loss: "{ use: sid/l2, lambda: 0.5 }", fakeScore: "updates: 1, optimizer: { lr: 1e-6 }" }),
  },
];

/** Experiment that the page opens with. */
export const start: Preset = tour[2]!;

/** First text of the editor of an own loss. */
export const ownLoss = `import { definePlugin, z } from "tweedie";
import { inner, squaredNorm } from "tweedie/diffusion";

/** L2 - lambda L1, to be changed. */
export default definePlugin({
  role: "loss",
  summary: "my loss",
  options: z.strictObject({
    lambda: z.number().default(0.5).describe("Weight of L1."),
  }),
  create: ({ lambda }) => ({
    student({ epsTeacher: a, epsFake: b, eps: e }) {
      const gap = a.sub(b);
      return inner(gap, a.sub(e)).sub(squaredNorm(gap).mul(lambda));
    },
  }),
});
`;
