import { expect, test } from "vitest";
import { threadsOf } from "./session.ts";

test.each([
  ["a small step runs on one thread", { bytes: 2 ** 20, optimized: true }, 1],
  ["a large step runs on all threads", { bytes: 2 ** 26, optimized: true }, 2],
  ["a model of unknown size runs on all threads", {}, 2],
])("%s", (_, settings, threads) => expect(threadsOf({ threads: 2, ...settings })).toBe(threads));
