import { ndarray, nest, random } from "@tweedie/core";
import { createExecutor } from "@tweedie/graph";
import { standIns } from "@tweedie/testing";
import { expect, test } from "vitest";
import { joinChunks } from "./chunks.ts";
import { createStudentSampler, drawLatents } from "./student-sampler.ts";

test("a stream has the samples of latents that are drawn at once, for odd sizes and counts too", async () => {
  const executor = await createExecutor("ort", { threads: 1 });
  const shape = [3];
  const { student } = standIns(shape);
  const store = executor.createStore(nest("student", student.init(random(0, "init"), {})));
  const sampler = await createStudentSampler(executor, store, { student, weights: "student", shape });
  const count = 2_501; // two whole chunks of 1,024 and a part of one
  const whole = await sampler.sample(drawLatents(student, random(1, "z"), count));
  const stream = sampler.stream(random(1, "z"), count);
  expect(stream.count).toBe(count);
  expect(await joinChunks(count, shape, stream.batches)).toEqual(whole);

  const first = await joinChunks(1_025, shape, sampler.stream(random(1, "z"), 1_025).batches);
  expect(first).toEqual(ndarray([1_025, 3], whole.data.slice(0, 3 * 1_025)));
  await sampler.dispose();
  await executor.dispose();
});
