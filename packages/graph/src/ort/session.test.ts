import { expect, test } from "vitest";
import { threadsOf } from "./session.ts";

test.each([
  ["a small step runs on one thread", { bytes: 2 ** 20, simplified: true }, 1],
  ["a large one on as many as it is given", { bytes: 2 ** 26, simplified: true }, 2],
  ["and so does a model of others, whose values are not counted", {}, 2],
])("%s", (_, settings, threads) => expect(threadsOf({ threads: 2, ...settings })).toBe(threads));
