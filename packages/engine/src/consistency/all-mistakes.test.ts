import { join } from "node:path";
import { temporaryProject } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { ConfigError } from "@tweedie/config";
import { validateExperiment } from "../experiment/validate.ts";

const base = {
  data: "datasets/ring",
  network: "networks/mlp",
  teacher: "teachers/denoiser",
  student: "{ use: students/denoiser, init: teacher }",
  fakeScore: "{ use: fake-scores/denoiser, init: teacher }",
  loss: "sid/l2",
  evaluate: "{ metrics: [metrics/sliced-wasserstein] }",
};

/** The mistakes of an experiment with some blocks replaced: `line path: message (help)`. */
async function mistakesOf(changes: Readonly<Record<string, string>>, ...overrides: string[]): Promise<string[]> {
  const text = Object.entries({ ...base, ...changes })
    .filter(([, block]) => block !== "")
    .map(([key, block]) => `${key}: ${block}\n`)
    .join("");
  const file = join(temporaryProject({ "ring.yaml": text }), "ring.yaml");
  try {
    await validateExperiment({ file, overrides });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.diagnostics.map(({ location, path, message, help }) => {
      const line = "line" in location ? (location.argument === undefined ? `${location.line}` : "argument") : "no line";
      return `${line} ${path}: ${message} (${help ?? ""})`;
    });
  }
}

const noWeights = "the teacher is a closed form, which has no network weights to copy (write `init: random`)";

test("roles that do not fit are told together", async () => {
  expect(await mistakesOf({ teacher: "teachers/mixture" })).toEqual([
    `4 student.init: ${noWeights}`,
    `5 fakeScore.init: ${noWeights}`,
  ]);
});

test("unknown keys, wrong values, wrong names and roles that do not fit are told together", async () => {
  const student = "{ use: students/denoiser, init: teacher, sgimaInit: 3 }";
  const found = await mistakesOf(
    { teacher: "teachers/mixture", student, loss: "dmd", distill: "{ steps: many, batch_size: 12 }" },
    "backend=gpu",
  );
  expect(found).toEqual([
    `4 student.init: ${noWeights}`,
    "4 student.sgimaInit: unknown key `sgimaInit` (did you mean `sigmaInit`?)",
    `5 fakeScore.init: ${noWeights}`,
    "6 loss.use: `dmd` is not the name of a plugin (did you mean `divergences/reverse-kl`?)",
    "8 distill.steps: expected a number, got the string `many` ()",
    "8 distill.batch_size: unknown key `batch_size` (did you mean `batch`?)",
    expect.stringMatching(/^argument backend: .*did you mean `auto`, `cuda`, `tensorflow` or `webgpu`/),
  ]);
});

test("metrics of one list that do not fit are told together, each at its line", async () => {
  const evaluate = "\n  metrics:\n    - metrics/modes\n    - metrics/fdi\n    - metrics/inception-score";
  expect(await mistakesOf({ evaluate }, "data=datasets/mnist")).toEqual([
    expect.stringMatching(/^9 evaluate\.metrics\[0\]: metrics\/modes needs data with a known Gaussian mixture/),
    "10 evaluate.metrics[1].use: no plugin `metrics/fdi` (did you mean `metrics/kid`?)",
    expect.stringMatching(/^11 evaluate\.metrics\[2\]: `metrics\/inception-score` needs class probabilities/),
  ]);
});

test("a consequence of a wrong value is not told: neither of its own plugin nor of those that use it", async () => {
  const data = "{ use: datasets/ring, modes: many, weights: [1, 1] }";
  const evaluate = "{ metrics: [metrics/modes] }";
  expect(await mistakesOf({ data, evaluate, teacher: "teachers/mixture" })).toEqual([
    "1 data.modes: expected a number, got the string `many` ()",
  ]);
});

test("a consequence of a missing block is not told, and mistakes of others are", async () => {
  expect(await mistakesOf({ loss: "", teacher: "teachers/mixture" })).toEqual([
    `4 student.init: ${noWeights}`,
    `5 fakeScore.init: ${noWeights}`,
    "no line loss: missing `loss` (objective of the student, such as `sid/l2`)",
  ]);
});

test("a check that reads a wrong setting finds nothing", async () => {
  const distill = (steps: string) => `{ steps: ${steps}, student: { start: 400 } }`;
  expect(await mistakesOf({ distill: distill("10") })).toHaveLength(1);
  expect(await mistakesOf({ distill: distill("ten") })).toEqual([
    "8 distill.steps: expected a number, got the string `ten` ()",
  ]);
});

test("a default that does not fit is told at the line of what it does not fit", async () => {
  const found = await mistakesOf(
    {
      network: "",
      teacher: "teachers/mixture",
      student: "{ use: students/denoiser, init: random }",
      fakeScore: "{ use: fake-scores/denoiser, init: random }",
      distill: "{ fakeScore: { updates: 0 } }",
    },
    "evaluate.metrics=[metrics/classes]",
  );
  expect(found.every((each) => !each.startsWith("no line"))).toBe(true);
  expect(found).toHaveLength(2);
});

test.each([
  ["lr", "pretrain.optimizer.lr"],
  ["learning_rate", "distill.student.optimizer.lr"],
  ["cfg_scale", "distill.guidance"],
  ["generator", "student"],
  ["critic", "fakeScore"],
  ["model", "network"],
  ["noise_scheduler", "schedule"],
  ["device", "backend"],
  ["logger", "track"],
  ["kimg", "distill.images"],
  ["dtype", "precision"],
  ["ema_decay", "distill.student.ema.halfLife"],
  ["gradient_checkpointing", "distill.recompute"],
  ["manual_seed", "seed"],
])("the key %s is answered with %s", async (key, meant) => {
  const [found] = await mistakesOf({}, `${key}=1`);
  expect(found).toContain(`unknown key \`${key}\``);
  expect(found).toContain(`\`${meant}\``);
});

test("malformed overrides are told with the mistakes of the file and of other overrides", async () => {
  const found = await mistakesOf({ loss: "{ use: sid/l2, lamda: 1 }" }, "seed:1", "distill.stepz=3", "=2", "loss=[");
  expect(found).toEqual([
    "6 loss.lamda: unknown key `lamda` (did you mean `lambda`?)",
    "argument : an override is `key=value` (write `seed=1`)",
    "argument distill.stepz: unknown key `stepz` (did you mean `steps`?)",
    "argument : an override is `key=value` ()",
    "argument loss: a `[` that is not closed ()",
  ]);
});

test("mistakes inside a block are told with a misspelt plugin of it; options of another plugin are not", async () => {
  const student = "{ use: students/denoser, init: techer, sgimaInit: 2 }";
  expect(await mistakesOf({ student, loss: "{ use: sid/l3, lambda: 1 }" })).toEqual([
    "4 student.use: no plugin `students/denoser` (did you mean `students/denoiser`?)",
    expect.stringMatching(/^4 student\.init: expected `teacher`, `random` or a map/),
    "4 student.sgimaInit: unknown key `sgimaInit` (did you mean `sigmaInit`?)",
    "6 loss.use: no plugin `sid/l3` (did you mean `sid/l1`?)",
  ]);
});

test.each(Object.keys(base).filter((key) => key !== "evaluate"))(
  "%s without a name is told, and breaks no check",
  async (key) => {
    const mistakes = await mistakesOf({ [key]: '""' }, "distil.steps=1");
    expect(mistakes.some((each) => each.includes("the name of a plugin is missing"))).toBe(true);
    expect(mistakes.some((each) => each.includes("unknown key `distil`"))).toBe(true);
  },
);
