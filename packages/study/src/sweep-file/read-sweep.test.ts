import { join } from "node:path";
import { hashOf } from "@tweedie/config";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { createStudy } from "../open-study/create-study.ts";
import { openStudy } from "../open-study/open-study.ts";
import { formatOverrides, valuesOf } from "../trial-values.ts";
import { readSweep } from "./read-sweep.ts";
import { makeSweepProject, planOfFile } from "./sweep-project.fixture.ts";

test("a sweep file of W&B is understood: lists, ranges, nested parameters, run_cap, Hyperband", async () => {
  const project = makeSweepProject(`experiment: ../ring.yaml
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
`);
  const { warnings, plan, size } = await readSweep(join(project, "sweeps/sweep.yaml"));
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
    "`program` is ignored: a sweep runs its experiment",
    "`command` is ignored: a sweep runs its experiment",
  ]);
});

test("a value may be a block, whose nested parameters are active only with that block", async () => {
  const plan = await planOfFile(`parameters:
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
  expect(formatOverrides(values)).toEqual(['loss={"use":"sid/l2"}', "loss.lambda=0.5"]);
});

test("a constant nested in a block is a choice of one value", async () => {
  const plan = await planOfFile(`parameters:
  loss: [sid/l1, { use: sid/l2, parameters: { lambda: { value: 1 } } }]
`);
  expect(plan.constants).toEqual({});
  expect(plan.parameters[1]).toMatchObject({ path: "loss.lambda", when: { name: "loss", choice: 1 }, values: [1] });
});

test("a plan is the same after it was written to the sweep's folder and read back", async () => {
  const plan =
    await planOfFile(`parameters: { loss: [sid/l1, { use: sid/l2, parameters: { lambda: { min: 0.5, max: 1.5, distribution: q_uniform, q: 0.5 } } }] }
repeat: { seed: [0, 1] }
early_terminate: { type: median, resource: samples, warmup: 10 }
`);
  const folder = temporaryFolder();
  await createStudy(folder, plan);
  expect(hashOf((await openStudy(folder)).plan)).toBe(hashOf(plan));
});

test("trials with different batches and the same images have different steps", async () => {
  const folder = makeSweepProject(`experiment: ../ring.yaml
parameters:
  distill.batch: [8, 16]
  distill.images: { value: 1k }
`);
  const { experiments } = await readSweep(join(folder, "sweeps/sweep.yaml"));
  expect(experiments.map(({ settings }) => settings.distill.steps)).toEqual([125, 63]);
});

test("a sweep states the memory of its largest trial, if it is large", async () => {
  const memoryOf = async (batches: string) => {
    const project = makeSweepProject(`experiment: ../ring.yaml\nparameters: { distill.batch: ${batches} }\n`);
    return (await readSweep(join(project, "sweeps/sweep.yaml"))).memory;
  };
  expect(await memoryOf("[8, 16]")).toBeUndefined();
  expect((await memoryOf("[8, 1000000, 16]"))!.peak).toBeGreaterThan(2 ** 31);
});

test("values of a list are checked together by their index, replicates and ranges alone", async () => {
  const rows = `method: list
parameters:
  loss: { values: [sid/l2, lsgan/least-squares] }
  fakeScore: { values: [{ use: fake-scores/denoiser, init: random }, lsgan/critic] }
  distill.batch: { value: 32 }
`;
  const { parameters } = await planOfFile(`${rows}repeat: { seed: [0, 1] }\n`);
  expect(parameters.map(({ path }) => path)).toEqual(["loss", "fakeScore"]);
  await expect(planOfFile(rows.replace("list", "grid"))).rejects.toThrow("reads the output `logit`");
  await expect(planOfFile(rows.replace("[sid/l2, lsgan", "[lsgan/least-squares, lsgan"))).rejects.toThrow("`logit`");
  await expect(planOfFile(`${rows}repeat: { seed: [0, 1.5] }\n`)).rejects.toThrow("expected an integer");
});
