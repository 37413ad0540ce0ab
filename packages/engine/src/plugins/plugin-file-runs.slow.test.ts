import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeTestFiles } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { validateExperiment } from "../experiment/validate.ts";
import { sampleRun } from "../finished-run/sample-run.ts";
import { run } from "../run.ts";
import { lossPlugin, projectWithLoss, validateRing } from "./project.fixture.ts";

test("a run keeps a copy of its plugin file, and is the same experiment after the file is gone", async () => {
  const root = projectWithLoss("../plugins/huber.ts");
  const experiment = await validateRing(root);
  const out = join(root, "runs/ring");
  await run({ experiment, out });
  writeTestFiles(root, { "plugins/huber.ts": "gone" });
  const copy = await validateExperiment({ file: join(out, "config.yaml") });
  expect({ hash: copy.hash, resolved: copy.resolved }).toEqual({
    hash: experiment.hash,
    resolved: experiment.resolved,
  });
  const samples = await sampleRun({ run: out, count: 3, seed: 0 });
  expect(samples.shape).toEqual([3, 2]);
  expect(readFileSync(join(out, "config.yaml"), "utf8")).toMatch(/use: \.\/code\/[0-9a-f]{8}\/huber\.ts/);
});

test("an error of a plugin in a run names the plugin and its line, also in the run's status", async () => {
  const create = "() => ({ student: ({ epsTeacher }) => (epsTeacher as never as { nope(): never }).nope() })";
  const root = projectWithLoss("../plugins/bad.ts", { "plugins/bad.ts": lossPlugin({ create }) });
  const out = join(root, "runs/bad");
  const error = await run({ experiment: await validateRing(root), out }).catch((error: unknown) => error);
  expect(error).toMatchObject({
    where: expect.stringMatching(/plugins\/bad\.ts:9:\d+$/) as string,
    what: "`../plugins/bad.ts` fails: TypeError: epsTeacher.nope is not a function",
    exitCode: 1,
  });
  expect(readFileSync(join(out, "status.json"), "utf8")).toContain("epsTeacher.nope is not a function");
});
