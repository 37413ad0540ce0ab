import { expect, test } from "vitest";
import { dropoutYaml } from "./dropout.fixture.ts";
import { createRunRecorder } from "./run-recorder.fixture.ts";

const { runTo, record } = await createRunRecorder(dropoutYaml);

test("a run with dropout that is interrupted and continued ends bit for bit as an uninterrupted one", async () => {
  const options = { overrides: ["network.dropout=0.2"] };
  await runTo("whole", undefined, options);
  expect((await runTo("interrupted", { phase: "pretrain", step: 3 }, options)).status).toBe("interrupted");
  await runTo("interrupted", undefined, options);
  expect(await record("interrupted")).toEqual(await record("whole"));
});
