import { definePlugin, type LossStrategy, type ScoredBatch, TweedieError, type Weighting } from "@tweedie/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { makePlugin } from "./make-plugin.ts";

const file = import.meta.filename;
const batch = { xt: { shape: [8, 2] } } as ScoredBatch;

/** A loss or weighting in its place, made of whatever functions. */
const made = <R extends "loss" | "weighting">(role: R, methods: object): LossStrategy & Weighting => {
  const plugin = definePlugin({ role, summary: "x", options: z.strictObject({}), create: () => methods as never });
  const slot = { path: role, role, use: "./mine.ts", plugin, file, options: {} };
  return makePlugin(slot, []) as LossStrategy & Weighting;
};

/** A tensor, as far as its shape goes. */
const tensor = (...shape: number[]) => ({ shape }) as never;

function errorOf(act: () => unknown): TweedieError {
  try {
    act();
  } catch (error) {
    if (error instanceof TweedieError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("a method's result is passed on", () => {
  expect(made("loss", { student: () => tensor(8) }).student(batch)).toEqual(tensor(8));
});

test.each([
  [[], "the shape [], not [8]"],
  [[8, 1], "the shape [8, 1], not [8]"],
  [[1], "the shape [1], not [8]"],
])("a loss of shape %j is refused, which would have been broadcast", (shape, words) => {
  const { message } = errorOf(() => made("loss", { student: () => tensor(...shape) }).student(batch));
  expect(message).toContain(`\`./mine.ts\` gives from \`student\` ${words}`);
  expect(message).toContain("one number per sample");
});

test("a weighting is held to the same", () => {
  expect(errorOf(() => made("weighting", { denoiser: () => tensor(8, 1) }).denoiser!(batch)).what).toContain(
    "denoiser",
  );
});

test("a forgotten return is told as one", () => {
  expect(errorOf(() => made("loss", { student: () => undefined }).student(batch)).what).toContain("no tensor");
});

test("methods that call one another and read what stands beside them still can", () => {
  const loss = {
    size: 8,
    student(_: ScoredBatch) {
      return tensor(this.size);
    },
    draws() {
      return this.student(batch);
    },
  };
  expect(made("loss", loss).draws!({} as never, 1)).toEqual(tensor(8));
});
