import { expect, test } from "vitest";
import { experimentWith } from "../experiment/warnings.fixture.ts";
import { teacherHash } from "../train/teacher-hash.ts";

test("another precision is another run with another teacher, and float32 the same as without", async () => {
  const [none, float32, bfloat16] = await Promise.all([
    experimentWith(),
    experimentWith("precision=float32"),
    experimentWith("precision=bfloat16"),
  ]);
  expect(none.resolved).not.toHaveProperty("precision");
  expect(float32.hash).toBe(none.hash);
  expect(bfloat16.hash).not.toBe(none.hash);
  const [teacher, same, other] = [none, float32, bfloat16].map((each) => teacherHash(each, "tensorflow", undefined));
  expect(same).toBe(teacher);
  expect(other).not.toBe(teacher);
});
