import { join } from "node:path";
import { expect, test } from "vitest";
import { runFolder } from "../index.ts";
import { loadCheckpoint } from "../run/checkpoint.ts";
import { resumeYaml } from "./resume.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { runTo, record, folder } = createRunRecorder(resumeYaml);
const checkpoint = (name: string) =>
  loadCheckpoint(runFolder(join(folder, name)).checkpoints, (message) => expect.fail(message));
const adversarial = "use: adversarial/bce, r1: 0.1, weight: { value: 0.1, start: 4 }";
const overrides = [
  `loss={ use: losses/sum, terms: { score: sid/l2, adversarial: { ${adversarial} } } }`,
  "fakeScore.head=true",
  "distill.student.start=3",
];

test("a run with an adversarial term and a later start of the student, interrupted, ends bit for bit as an uninterrupted one", async () => {
  await runTo("whole", undefined, { overrides });
  for (const step of [1, 3, 5]) await runTo("interrupted", { phase: "distill", step }, { overrides });
  await runTo("interrupted", undefined, { overrides });
  expect(await record("interrupted")).toEqual(await record("whole"));
});

test("before its start the student does not change, and the fake score with its head does", async () => {
  const stateAt = async (step: number) => {
    await runTo("stopped", { phase: "distill", step }, { overrides });
    return (await checkpoint("stopped"))!.state;
  };
  const [one, two, three] = [await stateAt(1), await stateAt(2), await stateAt(3)];
  const isSame = (a: typeof one, b: typeof one, prefix: string) =>
    Object.keys(a)
      .filter((name) => name.startsWith(prefix))
      .map((name) => Buffer.compare(Buffer.from(a[name]!.data.buffer), Buffer.from(b[name]!.data.buffer)) === 0);
  for (const prefix of ["student.", "adam.student.", "ema.student."]) {
    expect(new Set(isSame(one, two, prefix)), prefix).toEqual(new Set([true]));
    expect(isSame(two, three, prefix), prefix).toContain(false);
  }
  expect(new Set(isSame(one, two, "fakeScore.head.logit."))).toEqual(new Set([false]));
});
