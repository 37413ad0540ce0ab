import { definePlugin, type LossStrategy, type ScoredBatch, TweedieError, type Weighting } from "@tweedie/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { createPluginObject } from "./create-plugin-object.ts";

const file = import.meta.filename;
const batch = { xt: { shape: [8, 2] } } as ScoredBatch;

/** Creates a loss or weighting with these methods, as for a slot. */
const created = <R extends "loss" | "weighting">(role: R, methods: object): LossStrategy & Weighting => {
  const plugin = definePlugin({ role, summary: "x", options: z.strictObject({}), create: () => methods as never });
  const slot = { path: role, role, use: "./mine.ts", plugin, file, options: {} };
  return createPluginObject(slot, []) as LossStrategy & Weighting;
};

/** A tensor with nothing but its shape. */
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

test("the result of a method is passed on", () => {
  expect(created("loss", { student: () => tensor(8) }).student(batch)).toEqual(tensor(8));
});

test.each([
  [[], "the shape [], not the shape [8]"],
  [[8, 1], "the shape [8, 1], not the shape [8]"],
  [[1], "the shape [1], not the shape [8]"],
])("a loss of shape %j, which would be broadcast, is refused", (shape, message) => {
  const error = errorOf(() => created("loss", { student: () => tensor(...shape) }).student(batch));
  expect(error.message).toContain(`\`student\` of \`./mine.ts\` returns ${message}`);
  expect(error.message).toContain("one number per sample");
});

test("a weighting must have the same shape", () => {
  const error = errorOf(() => created("weighting", { denoiser: () => tensor(8, 1) }).denoiser!(batch));
  expect(error.what).toContain("denoiser");
});

test("a missing return is reported", () => {
  expect(errorOf(() => created("loss", { student: () => undefined }).student(batch)).what).toContain("no tensor");
});

test("methods can call each other and read other fields", () => {
  const loss = {
    size: 8,
    student(_: ScoredBatch) {
      return tensor(this.size);
    },
    draws() {
      return this.student(batch);
    },
  };
  expect(created("loss", loss).draws!({} as never, 1, 1)).toEqual(tensor(8));
});
