import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "@tweedie/config";
import { describe, expect, test } from "vitest";
import { createStudy, openStudy } from "../open-study.ts";
import type { SweepPlan } from "../plan.ts";
import { temporaryFolder } from "../study.fixture.ts";
import { overridesOf, valuesOf } from "../trial-values.ts";
import { readSweep } from "./read-sweep.ts";

const experiment = `data: datasets/ring
teacher: teachers/mixture
student: students/mlp
fakeScore: { use: fake-scores/denoiser, init: random }
loss: sid/l2
evaluate: { metrics: [metrics/sliced-wasserstein, metrics/modes] }
`;

/** A lab with an experiment and a sweep. */
function lab(sweep = ""): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "sweeps"));
  writeFileSync(join(folder, "package.json"), "{}");
  writeFileSync(join(folder, "ring.yaml"), experiment);
  writeFileSync(join(folder, "sweeps/sweep.yaml"), sweep);
  return folder;
}

const planOf = async (sweep: string, ...words: string[]): Promise<SweepPlan> =>
  (await readSweep(join(lab(`experiment: ../ring.yaml\n${sweep}`), "sweeps/sweep.yaml"), words)).plan;

const shortPlan = async (...words: string[]): Promise<SweepPlan> =>
  (await readSweep(join(lab(), "ring.yaml"), words)).plan;

/** What is said of a sweep, as it is printed. */
async function complaint(sweep: string, ...words: string[]): Promise<string> {
  const folder = lab(sweep);
  const file = sweep === "" ? "ring.yaml" : "sweeps/sweep.yaml";
  return readSweep(join(folder, file), words).then(
    () => "no complaint",
    (error: Error) => `\n${error.message.replaceAll(`${folder}/`, "")}\n`,
  );
}

test("a sweep of W&B's vocabulary: lists, ranges, nested paths, a cap and Hyperband", async () => {
  const { warnings, plan, size } = await readSweep(
    join(
      lab(`experiment: ../ring.yaml
program: train.py
command: [python, "\${program}"]
method: bayes
metric: { name: sw2, goal: minimize }
run_cap: 7
early_terminate: { type: hyperband, max_iter: 27, s: 2, eta: 3 }
parameters:
  loss.lambda: { values: [0, 1], probabilities: [0.3, 0.7] }
  distill:
    parameters:
      batch: { min: 16, max: 64 }
      student: { parameters: { optimizer: { parameters: { lr: { distribution: log_uniform_values, min: 1e-5, max: 1e-3 } } } } }
  seed: { value: 3 }
`),
      "sweeps/sweep.yaml",
    ),
  );
  expect(size).toBe(7);
  expect(plan).toMatchObject({
    name: "sweep",
    method: { use: "samplers/tpe", startup: 10 },
    constants: { seed: 3 },
    pruning: { pruner: { use: "pruners/asha", min: 3, eta: 3 }, resource: "step" },
    parameters: [
      { path: "loss.lambda", values: [0, 1], probabilities: [0.3, 0.7] },
      { path: "distill.batch", distribution: { distribution: "int_uniform", min: 16, max: 64 } },
      { path: "distill.student.optimizer.lr", distribution: { distribution: "log_uniform_values" } },
    ],
  });
  expect(warnings).toEqual([
    "`program` is passed over: the experiment is what runs",
    "`command` is passed over: the experiment is what runs",
  ]);
});

test("whole blocks are values, and parameters inside one belong to it alone", async () => {
  const plan = await planOf(`parameters:
  loss:
    - sid/l1
    - use: sid/l2
      parameters: { lambda: [0, 0.5] }
`);
  expect(plan.parameters).toEqual([
    { name: "loss", path: "loss", kind: "choice", values: ["sid/l1", { use: "sid/l2" }] },
    {
      name: "loss.lambda @ loss=1",
      path: "loss.lambda",
      when: { name: "loss", choice: 1 },
      kind: "choice",
      values: [0, 0.5],
    },
  ]);
  const values = valuesOf(plan.parameters, { loss: 1, "loss.lambda @ loss=1": 1 });
  expect(overridesOf(values)).toEqual(['loss={"use":"sid/l2"}', "loss.lambda=0.5"]);
});

test("the short form means the same as a file", async () => {
  const short = await shortPlan(
    "loss.lambda=0,0.5,1",
    "seed=0..2",
    "distill.batch=8..32",
    "distill.steps=100",
    "run_cap=9",
  );
  const long = await planOf(`run_cap: 9
parameters: { loss.lambda: [0, 0.5, 1], distill.batch: { min: 8, max: 32 } }
repeat: { seed: [0, 1, 2] }
`);
  expect(short.experiment.overrides).toEqual(["distill.steps=100"]);
  expect({ ...short, name: "", experiment: {} }).toEqual({ ...long, name: "", experiment: {} });
});

test.each([
  ["a=1e-5..1e-3:log", { distribution: "log_uniform_values", min: 1e-5, max: 1e-3 }],
  ["a=0.5..2", { distribution: "uniform", min: 0.5, max: 2 }],
  ["a=0..1:0.25", { distribution: "q_uniform", min: 0, max: 1, q: 0.25 }],
  ["a=1..64:log", { distribution: "q_log_uniform_values", min: 1, max: 64, q: 1 }],
])("the range %s", async (word, distribution) => {
  const [parameter] = (
    await shortPlan(word.replace("a=", "alarms.divergence=").replace("=0..", "=0.25.."), "run_cap=1")
  ).parameters;
  expect(parameter).toMatchObject({ distribution: { ...distribution, min: distribution.min || 0.25 } });
});

test("seeds alone are a sweep, of one configuration", async () => {
  const { parameters, constants, repeat } = await shortPlan("seed=0..2");
  expect({ parameters, constants, repeat }).toEqual({
    parameters: [],
    constants: {},
    repeat: [{ seed: 0 }, { seed: 1 }, { seed: 2 }],
  });
});

test("an argument adds to a sweep file, and replaces what it says of the same path", async () => {
  const plan = await planOf(
    "parameters: { loss.lambda: { min: 0.0, max: 1.5 } }\n",
    "loss.lambda=0,1",
    "method=random",
    "run_cap=3",
  );
  expect(plan).toMatchObject({ method: { use: "samplers/random" }, runCap: 3, parameters: [{ values: [0, 1] }] });
});

test("brackets and quotes keep their commas", async () => {
  const plan = await shortPlan(
    "loss=sid/l1,{use: sid/l2, lambda: 0.5}",
    "evaluate.metrics=[metrics/modes, metrics/mmd]",
  );
  expect(plan.parameters[0]).toMatchObject({ values: ["sid/l1", { use: "sid/l2", lambda: 0.5 }] });
  expect(plan.experiment.overrides).toEqual(["evaluate.metrics=[metrics/modes, metrics/mmd]"]);
  expect(plan.metric).toEqual({ name: "modes", goal: "maximize" });
});

test("a plan reads back from the sweep's folder as it was", async () => {
  const plan =
    await planOf(`parameters: { loss: [sid/l1, { use: sid/l2, parameters: { lambda: { min: 0.5, max: 1.5, distribution: q_uniform, q: 0.5 } } }] }
repeat: { seed: [0, 1] }
early_terminate: { type: median, resource: samples, warmup: 10 }
`);
  const folder = temporaryFolder();
  await createStudy(folder, plan);
  expect(hashOf((await openStudy(folder)).plan)).toBe(hashOf(plan));
});

describe("every value is checked as the experiment would check it, where the sweep says it", () => {
  test("keys, types, plugins, the ends of ranges, replicates: all at once", async () => {
    expect(
      await complaint(`experiment: ../ring.yaml
method: gird
metric: { name: sw3 }
parameters:
  loss.lamda: [0, 1]
  loss:
    - sid/l2
    - use: sid/l3
    - { use: sid/l1, lambda: 2 }
  distill.batch: { min: 0.5, max: 8 }
  distill.student.optimizer.lr: { distribution: log_uniform_values, min: 0, max: 1e-3 }
repeat: { seed: [0, 1.5] }
`),
    ).toMatchInlineSnapshot(`
      "
      error sweeps/sweep.yaml:2:9 at method
          2 | method: gird
            |         ^^^^ no plugin \`samplers/gird\`
            = help: did you mean \`samplers/grid\`?

      error sweeps/sweep.yaml:5:8 at loss.lamda
          5 |   loss.lamda: [0, 1]
            |        ^^^^^ unknown key \`lamda\`
            = help: did you mean \`lambda\`?

      error sweeps/sweep.yaml:8:12 at loss.use
          8 |     - use: sid/l3
            |            ^^^^^^ no plugin \`sid/l3\`
            = help: did you mean \`sid/l1\`?

      error sweeps/sweep.yaml:9:22 at loss.lambda
          9 |     - { use: sid/l1, lambda: 2 }
            |                      ^^^^^^ unknown key \`lambda\`
            = help: known keys: \`use\`

      error sweeps/sweep.yaml:10:11 at distill.batch
         10 |   distill.batch: { min: 0.5, max: 8 }
            |           ^^^^^ expected a whole number, got \`3.3575\`

      error sweeps/sweep.yaml:10:25 at distill.batch
         10 |   distill.batch: { min: 0.5, max: 8 }
            |                         ^^^ expected a whole number, got \`0.5\`

      error sweeps/sweep.yaml:11:74 at parameters["distill.student.optimizer.lr"].min
         11 | …ion: log_uniform_values, min: 0, max: 1e-3 }
            |                                ^ the logarithm of 0 is no number
            = help: a range of logarithms begins above 0

      error sweeps/sweep.yaml:12:21 at seed
         12 | repeat: { seed: [0, 1.5] }
            |                     ^^^ expected a whole number, got \`1.5\`
      "
    `);
  });

  test("nothing that is swept", async () => {
    expect(await complaint("", "loss.lambda=2")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1 at experiment
          1 | data: datasets/ring
            | ^ nothing is swept
            = help: add \`loss.lambda=0,0.5,1\` or \`seed=0..4\`
      "
    `);
    expect(await complaint("experiment: ../ring.yaml\nparameters: {}\n")).toMatchInlineSnapshot(`
      "
      error sweeps/sweep.yaml:2:13 at parameters
          2 | parameters: {}
            |             ^^ nothing is swept
            = help: write \`parameters: { loss.lambda: [0, 0.5, 1] }\`
      "
    `);
  });

  test("in arguments, with a caret under the word", async () => {
    expect(
      await complaint(
        "",
        "loss.lamda=0,1",
        "distill.steps=10,many",
        "distill.student.optimizer.lr=-1e-5..1e-3",
        "loss=sid/l2,sid/l3",
        "run_cap=0",
      ),
    ).toMatchInlineSnapshot(`
      "
      error command line at run_cap
            | run_cap=0
            |         ^ expected more than 0, got \`0\`
      "
    `);
    expect(
      await complaint(
        "",
        "loss.lamda=0,1",
        "distill.steps=10,many",
        "distill.student.optimizer.lr=-1e-5..1e-3",
        "loss=sid/l2,sid/l3",
      ),
    ).toMatchInlineSnapshot(`
      "
      error ring.yaml at method: \`samplers/tpe\` goes on without end
            = help: add \`run_cap=40\`

      error command line at loss.lamda
            | loss.lamda=0,1
            |      ^^^^^ unknown key \`lamda\`
            = help: did you mean \`lambda\`?

      error command line at distill.steps
            | distill.steps=10,many
            |                  ^^^^ expected a number, got the string \`many\`

      error command line at distill.student.optimizer.lr
            | distill.student.optimizer.lr=-1e-5..1e-3
            |                              ^^^^^ expected more than 0, got \`-0.00001\`

      error command line at loss.use
            | loss=sid/l2,sid/l3
            |             ^^^^^^ no plugin \`sid/l3\`
            = help: did you mean \`sid/l1\`?
      "
    `);
  });

  test.each([
    ["nothing to sweep", "loss.lambda: { q: 3 }", ['3:16 at parameters["loss.lambda"]', "nothing to sweep"]],
    ["a range without its end", "loss.lambda: { min: 0 }", ["a range of uniform without `max`"]],
    ["a range upside down", "loss.lambda: { min: 3, max: 2 }", ["3:31 at", "`max` is 2, not more than `min`, 3"]],
    ["values and a range", "loss.lambda: { values: [1], min: 0 }", ["values and a range do not go together"]],
    [
      "probabilities that do not fit",
      "loss.lambda: { values: [1, 2], probabilities: [1] }",
      ["3:49 at", "1 probabilities for 2 values"],
    ],
    [
      "a key of another law",
      "loss.lambda: { distribution: normal, min: 3 }",
      ["3:45 at", "`min` means nothing to normal", "normal has `mu` (0), `sigma` (1)"],
    ],
    ["an unknown law", "loss.lambda: { distribution: gauss }", ["3:32 at", "`q_beta`", "got the string `gauss`"]],
    [
      "values where logarithms are meant",
      "distill.batch: { distribution: log_uniform, min: 16, max: 512 }",
      ["3:61 at", "log_uniform has the logarithms of its ends", "`distribution: log_uniform_values`"],
    ],
    [
      "the same twice",
      "loss.lambda: [1]\n  loss: { parameters: { lambda: [2] } }",
      ["4:33 at", "`loss.lambda` is swept twice"],
    ],
    [
      "a method without an end",
      "distill.student.optimizer.lr: { min: 0.001, max: 0.002 }",
      ["at method", "`samplers/tpe` goes on without end", "`run_cap: 40`"],
    ],
    [
      "a grid of a continuous range",
      "distill.student.optimizer.lr: { min: 0.001, max: 0.002 }\nmethod: grid",
      ["3:33 at", "a grid needs values", "q_uniform"],
    ],
    [
      "an unknown metric",
      "loss.lambda: [1]\nmetric: { name: sw3 }",
      ["4:17 at metric.name", "the experiment does not measure `sw3`", "did you mean `sw2`?"],
    ],
    [
      "a wrong option of the method",
      "loss.lambda: [1]\nmethod: { use: tpe, startups: 3 }",
      ["4:21 at method.startups", "unknown key `startups`", "did you mean `startup`?"],
    ],
    [
      "a wrong option of the pruner",
      "loss.lambda: [1]\nearly_terminate: { type: asha, min: 0 }",
      ["4:37 at early_terminate.min", "expected more than 0, got `0`"],
    ],
    [
      "an unknown key",
      "loss.lambda: [1]\nparameter: {}",
      ["4:1 at parameter", "unknown key `parameter`", "did you mean `parameters`?"],
    ],
  ])("%s", async (_, parameters, words) => {
    const text = await complaint(`experiment: ../ring.yaml\nparameters:\n  ${parameters}\n`);
    for (const word of words) expect(text).toContain(word);
  });
});
