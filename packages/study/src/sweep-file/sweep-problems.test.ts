import { expect, test } from "vitest";
import { errorOf } from "./sweep-project.fixture.ts";

test("all problems of a sweep file are reported together: keys, types, plugins, ends of ranges, replicates", async () => {
  expect(
    await errorOf(`experiment: ../ring.yaml
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

    error sweeps/sweep.yaml:3:17 at metric.name
        3 | metric: { name: sw3 }
          |                 ^^^ the experiment has no metric \`sw3\`
          = help: did you mean \`sw2\`?

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
          |           ^^^^^ expected an integer, got \`3.3575\`

    error sweeps/sweep.yaml:10:25 at distill.batch
       10 |   distill.batch: { min: 0.5, max: 8 }
          |                         ^^^ expected an integer, got \`0.5\`

    error sweeps/sweep.yaml:11:74 at parameters["distill.student.optimizer.lr"].min
       11 | …ion: log_uniform_values, min: 0, max: 1e-3 }
          |                                ^ 0 has no logarithm
          = help: a logarithmic range begins above 0

    error sweeps/sweep.yaml:12:21 at seed
       12 | repeat: { seed: [0, 1.5] }
          |                     ^^^ expected an integer, got \`1.5\`
    "
  `);
});

test("a wrong setting hides no wrong value, and no wrong metric", async () => {
  const parameters = "parameters: { loss.lamda: [0, 1] }";
  const error = await errorOf(
    `experiment: ../ring.yaml\nrun_cap: 0\nmetric: { name: sw3, goal: minimise }\n${parameters}\n`,
  );
  expect(error.match(/^error .*$/gm)).toEqual([
    "error sweeps/sweep.yaml:2:10 at run_cap",
    "error sweeps/sweep.yaml:3:17 at metric.name",
    "error sweeps/sweep.yaml:3:28 at metric.goal",
    "error sweeps/sweep.yaml:4:20 at loss.lamda",
  ]);
});

test("a metric that the sweep sets is not missed in the experiment if a value is wrong", async () => {
  const parameters = "parameters: { loss.lamda: [0, 1], evaluate.metrics: { value: [metrics/mmd] } }";
  const error = await errorOf(`experiment: ../ring.yaml\nmetric: { name: mmd2 }\n${parameters}\n`);
  expect(error.match(/^error .*$/gm)).toEqual(["error sweeps/sweep.yaml:3:20 at loss.lamda"]);
});

test("a wrong setting is not taken for a space that its default cannot sample", async () => {
  const parameters = "parameters: { distill.student.optimizer.lr: { min: 0.001, max: 0.002 } }";
  for (const wrong of ["method: 3", "run_cap: many"]) {
    const error = await errorOf(`experiment: ../ring.yaml\n${wrong}\n${parameters}\n`);
    expect(error.match(/^error /gm), wrong).toHaveLength(1);
    expect(error).toContain("sweep.yaml:2:");
  }
});

test("a sweep without swept values is a problem", async () => {
  expect(await errorOf("", "loss.lambda=2")).toMatchInlineSnapshot(`
    "
    error ring.yaml:1:1 at experiment
        1 | data: datasets/ring
          | ^ nothing is swept
          = help: add \`loss.lambda=0,0.5,1\` or \`seed=0..4\`
    "
  `);
  expect(await errorOf("experiment: ../ring.yaml\nparameters: {}\n")).toMatchInlineSnapshot(`
    "
    error sweeps/sweep.yaml:2:13 at parameters
        2 | parameters: {}
          |             ^^ nothing is swept
          = help: write \`parameters: { loss.lambda: [0, 0.5, 1] }\`
    "
  `);
});

test("problems of settings in arguments are reported with those of values", async () => {
  expect(await errorOf("", "loss.lamda=0,1", "run_cap=0")).toMatchInlineSnapshot(`
    "
    error command line at loss.lamda
          | loss.lamda=0,1
          |      ^^^^^ unknown key \`lamda\`
          = help: did you mean \`lambda\`?

    error command line at run_cap
          | run_cap=0
          |         ^ expected more than 0, got \`0\`
    "
  `);
});

test("problems in arguments are marked in the argument", async () => {
  expect(
    await errorOf(
      "",
      "loss.lamda=0,1",
      "distill.steps=10,many",
      "distill.student.optimizer.lr=-1e-5..1e-3",
      "loss=sid/l2,sid/l3",
    ),
  ).toMatchInlineSnapshot(`
    "
    error ring.yaml at method: \`samplers/tpe\` needs a limit on the number of configurations
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
  ["a range without an end", "loss.lambda: { min: 0 }", ["uniform needs `max`", "keys of uniform: `min`, `max`"]],
  [
    "a range with swapped ends",
    "loss.lambda: { min: 3, max: 2 }",
    ["3:31 at", "`max` is 2, which is not greater than `min`, 3"],
  ],
  ["values and a range", "loss.lambda: { values: [1], min: 0 }", ["`values` and a range exclude each other"]],
  [
    "too few probabilities",
    "loss.lambda: { values: [1, 2], probabilities: [1] }",
    ["3:49 at", "1 probabilities for 2 values"],
  ],
  [
    "a key of another distribution",
    "loss.lambda: { distribution: normal, min: 3 }",
    ["3:45 at", "normal has no key `min`", "keys of normal: `mu` (0), `sigma` (1)"],
  ],
  [
    "an unknown distribution",
    "loss.lambda: { distribution: gauss }",
    ["3:32 at", "`q_beta`", "got the string `gauss`"],
  ],
  [
    "values as ends of a distribution that takes logarithms",
    "distill.batch: { distribution: log_uniform, min: 16, max: 512 }",
    ["3:61 at", "the ends of log_uniform are logarithms", "`distribution: log_uniform_values`"],
  ],
  [
    "a path that is swept twice",
    "loss.lambda: [1]\n  loss: { parameters: { lambda: [2] } }",
    ["4:33 at", "`loss.lambda` is swept twice"],
  ],
  [
    "a sampler that needs a limit",
    "distill.student.optimizer.lr: { min: 0.001, max: 0.002 }",
    ["at method", "`samplers/tpe` needs a limit on the number of configurations", "`run_cap: 40`"],
  ],
  [
    "a grid of a continuous range",
    "distill.student.optimizer.lr: { min: 0.001, max: 0.002 }\nmethod: grid",
    ["3:33 at", "q_uniform"],
  ],
  [
    "an unknown metric",
    "loss.lambda: [1]\nmetric: { name: sw3 }",
    ["4:17 at metric.name", "the experiment has no metric `sw3`", "did you mean `sw2`?"],
  ],
  [
    "an unknown option of the sampler",
    "loss.lambda: [1]\nmethod: { use: tpe, startups: 3 }",
    ["4:21 at method.startups", "unknown key `startups`", "did you mean `startup`?"],
  ],
  [
    "an invalid option of the pruner",
    "loss.lambda: [1]\nearly_terminate: { type: asha, min: 0 }",
    ["4:37 at early_terminate.min", "expected more than 0, got `0`"],
  ],
  [
    "an unknown key",
    "loss.lambda: [1]\nparameter: {}",
    ["4:1 at parameter", "unknown key `parameter`", "did you mean `parameters`?"],
  ],
])("%s is a problem", async (_, parameters, texts) => {
  const error = await errorOf(`experiment: ../ring.yaml\nparameters:\n  ${parameters}\n`);
  for (const text of texts) expect(error).toContain(text);
});
