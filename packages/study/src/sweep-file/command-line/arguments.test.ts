import { expect, test } from "vitest";
import { planOfArguments, planOfFile } from "../sweep-project.fixture.ts";

test("arguments and a sweep file describe the same sweep", async () => {
  const short = await planOfArguments(
    "loss.lambda=0,0.5,1",
    "seed=0..2",
    "distill.batch=8..32",
    "distill.steps=100",
    "run_cap=9",
  );
  const long = await planOfFile(`run_cap: 9
parameters: { loss.lambda: [0, 0.5, 1], distill.batch: { min: 8, max: 32 } }
repeat: { seed: [0, 1, 2] }
`);
  expect(short.experiment.overrides).toEqual(["distill.steps=100"]);
  expect({ ...short, name: "", experiment: {} }).toEqual({ ...long, name: "", experiment: {} });
});

test.each([
  ["1e-5..1e-3:log", { distribution: "log_uniform_values", min: 1e-5, max: 1e-3 }],
  ["0.5..2", { distribution: "uniform", min: 0.5, max: 2 }],
  ["0.25..1:0.25", { distribution: "q_uniform", min: 0.25, max: 1, q: 0.25 }],
  ["1..64:log", { distribution: "q_log_uniform_values", min: 1, max: 64, q: 1 }],
])("the range %s", async (range, distribution) => {
  const { parameters } = await planOfArguments(`alarms.divergence=${range}`, "run_cap=1");
  expect(parameters[0]).toMatchObject({ distribution });
});

test("seeds alone are a sweep of one configuration", async () => {
  const { parameters, constants, repeat } = await planOfArguments("seed=0..2");
  expect({ parameters, constants, repeat }).toEqual({
    parameters: [],
    constants: {},
    repeat: [{ seed: 0 }, { seed: 1 }, { seed: 2 }],
  });
});

test("arguments override settings and parameters of the sweep file", async () => {
  const plan = await planOfFile(
    "parameters: { loss.lambda: { min: 0.0, max: 1.5 } }\n",
    "loss.lambda=0,1",
    "method=random",
    "run_cap=3",
  );
  expect(plan).toMatchObject({ method: { use: "samplers/random" }, runCap: 3, parameters: [{ values: [0, 1] }] });
});

test("a single value has precedence over the parameters, constants and replicates of the sweep file", async () => {
  const plan = await planOfFile(
    `parameters: { loss.lambda: [0, 1], distill.batch: [8, 16], distill.steps: { value: 100 } }
repeat: { seed: [0, 1] }
`,
    "distill.batch=32",
    "distill.steps=200",
    "seed=7",
  );
  expect(plan.parameters.map(({ path }) => path)).toEqual(["loss.lambda"]);
  expect(plan.constants).toEqual({ "distill.batch": 32, "distill.steps": 200 });
  expect(plan.repeat).toEqual([{ seed: 7 }]);
  expect(plan.experiment.overrides).toEqual([]);
});

test("a value inside a swept block is set in every trial", async () => {
  const plan = await planOfFile(
    "parameters: { loss: [sid/l2, { use: sid/l2, lambda: 0 }] }\n",
    "loss.lambda=0.7",
    "distill.steps=200",
  );
  expect(plan.constants).toEqual({ "loss.lambda": 0.7 });
  expect(plan.experiment.overrides).toEqual(["distill.steps=200"]);
});

const nested =
  "parameters: { loss: { parameters: { lambda: [0, 1] } }, distill: { parameters: { batch: [8, 16], steps: { value: 100 } } } }\n";

test.each([
  ["a single value", "loss.lambda=0.5", ["distill.batch"], { "loss.lambda": 0.5, "distill.steps": 100 }],
  ["several values", "loss.lambda=0,0.5,1", ["distill.batch", "loss.lambda"], { "distill.steps": 100 }],
  [
    "a single value of one of several",
    "distill.batch=32",
    ["loss.lambda"],
    { "distill.batch": 32, "distill.steps": 100 },
  ],
])("%s takes the place of a parameter that is nested in a block", async (_, argument, swept, constants) => {
  const plan = await planOfFile(nested, argument);
  expect(plan.parameters.map(({ path }) => path)).toEqual(swept);
  expect(plan.constants).toEqual(constants);
});

test("commas inside brackets do not separate values", async () => {
  const plan = await planOfArguments(
    "loss=sid/l1,{use: sid/l2, lambda: 0.5}",
    "evaluate.metrics=[metrics/modes, metrics/mmd]",
  );
  expect(plan.parameters[0]).toMatchObject({ values: ["sid/l1", { use: "sid/l2", lambda: 0.5 }] });
  expect(plan.experiment.overrides).toEqual(["evaluate.metrics=[metrics/modes, metrics/mmd]"]);
  expect(plan.metric).toEqual({ name: "modes", goal: "maximize" });
});
