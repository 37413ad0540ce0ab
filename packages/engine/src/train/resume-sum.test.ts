import { expect, test } from "vitest";
import { resumeYaml } from "./resume.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { runTo, record } = createRunRecorder(resumeYaml);
const sumOf = (weight: string) =>
  `loss={ use: losses/sum, terms: { score: sid/l2, kl: { use: divergences/reverse-kl, weight: ${weight} } } }`;
const scheduled = { overrides: [sumOf("{ value: 0.5, start: 2, ramp: 3, end: 5 }"), "distill.microBatch=16"] };

test("a run with scheduled weights and micro-batches that is interrupted ends bit for bit as an uninterrupted one", async () => {
  await runTo("whole", undefined, scheduled);
  for (const step of [1, 3, 5]) await runTo("interrupted", { phase: "distill", step }, scheduled);
  await runTo("interrupted", undefined, scheduled);
  expect(await record("interrupted")).toEqual(await record("whole"));
});

test("a term takes part from the iteration at which its schedule starts", async () => {
  const weightsAfter = async (steps: number, weight: string) => {
    const name = `${steps}-${weight.length}`;
    await runTo(name, undefined, { overrides: [sumOf(weight), `distill.steps=${steps}`] });
    return (await record(name)).checkpoint!.state["student.output.weight"];
  };
  const late = "{ value: 0.5, start: 4 }";
  expect(await weightsAfter(3, late)).toEqual(await weightsAfter(3, "0"));
  expect(await weightsAfter(4, late)).not.toEqual(await weightsAfter(4, "0"));
});

test("a run with a sum of one term of weight 1 ends bit for bit as a run with the term", async () => {
  const weightsOf = async (name: string) => (await record(name)).checkpoint!.state;
  await runTo("term");
  await runTo("sum", undefined, { overrides: ["loss={ use: losses/sum, terms: { score: sid/l2 } }"] });
  expect(await weightsOf("sum")).toEqual(await weightsOf("term"));
});
