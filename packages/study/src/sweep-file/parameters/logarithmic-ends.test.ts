import { join } from "node:path";
import { expect, test } from "vitest";
import { readSweep } from "../read-sweep.ts";
import { errorOf, makeSweepProject } from "../sweep-project.fixture.ts";

const sweepOf = (path: string, parameter: string) =>
  `experiment: ../ring.yaml\nrun_cap: 2\nparameters: { ${path}: { distribution: ${parameter} } }\n`;

const rate = "distill.student.optimizer.lr";

test.each(["log_uniform", "inv_log_uniform", "q_log_uniform"])(
  "ends of %s between 0 and 1 are meant as values, and refused",
  async (name) => {
    const text = await errorOf(sweepOf(rate, `${name}, min: 1e-5, max: 1e-1`));
    expect(text).toContain(`the ends of ${name} are logarithms: values from `);
    expect(text).toContain(`= help: for values from 0.00001 to 0.1 write \`distribution: ${name}_values\``);
  },
);

test("a value that the experiment refuses is explained by the logarithm", async () => {
  const text = await errorOf(sweepOf("distill.student.optimizer.schedule.final", "log_uniform, min: 0.9, max: 1.5"));
  expect(text).toContain(
    "= help: the ends of log_uniform are logarithms: for the values themselves write `distribution: log_uniform_values`",
  );
});

test.each([
  ["log_uniform, min: -9, max: -2", "the ends of log_uniform are natural logarithms: values from 0.0001234 to 0.1353"],
  [
    "inv_log_uniform, min: 2, max: 9",
    "the ends of inv_log_uniform are natural logarithms: values from 0.0001234 to 0.1353",
  ],
  [
    "log_normal, mu: -8, sigma: 1",
    "mean and deviation of log_normal are natural logarithms: values from 0.00004725 to 0.002381 in 95 % of trials",
  ],
])("the values of %s are told", async (parameter, warning) => {
  const file = join(makeSweepProject(sweepOf(rate, parameter)), "sweeps/sweep.yaml");
  expect((await readSweep(file)).warnings).toEqual([`\`${rate}\`: ${warning}`]);
});

test.each([
  ["log_uniform_values, min: 1e-5, max: 1e-1"],
  ["uniform, min: 1e-5, max: 1e-1"],
  ["inv_log_uniform_values, min: 1e-5, max: 1e-1"],
])("%s needs no warning", async (parameter) => {
  const file = join(makeSweepProject(sweepOf(rate, parameter)), "sweeps/sweep.yaml");
  expect((await readSweep(file)).warnings).toEqual([]);
});

test.each([
  "q_log_uniform_values, min: 1e-5, max: 1e-1",
  "q_log_uniform, min: -9, max: -2",
  "q_normal, mu: 0.5, sigma: 0.1",
])("steps wider than the values of %s are refused", async (parameter) => {
  expect(await errorOf(sweepOf("loss.lambda", parameter))).toContain("steps of 1 are wider than the range");
});

test("numbers with leading zeros or a decimal comma are refused on the command line", async () => {
  expect(await errorOf("", `${rate}=0,001`)).toContain("begins with zeros");
  expect(await errorOf("", "seed=00..04")).toContain("the string `00..04`");
});
