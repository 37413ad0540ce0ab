import { expect, test } from "vitest";
import { sessionOptions, threadsOf } from "./session.ts";

test.each([
  ["a small step runs on one thread", { bytes: 2 ** 20, optimized: true }, 1],
  ["a large step runs on all threads", { bytes: 2 ** 26, optimized: true }, 2],
  ["a model of unknown size runs on all threads", {}, 2],
])("%s", (_, settings, threads) => expect(threadsOf({ threads: 2, ...settings })).toBe(threads));

test("the runtime keeps the memory of a small step between its runs, and not that of a large one", () => {
  const keeps = (bytes: number) => sessionOptions({ threads: 1, bytes, optimized: true }).enableCpuMemArena;
  expect([keeps(2 ** 26), keeps(2 ** 31)]).toEqual([true, false]);
});
