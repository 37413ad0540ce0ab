import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { tf } from "./tf.ts";

const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("/tfjs/"));

test("tfjs is loaded at its first use, not by the import", () => {
  expect(isLoaded()).toBe(false);
  expect(tf.scalar(2).square().dataSync()[0]).toBe(4);
  expect(isLoaded()).toBe(true);
});
