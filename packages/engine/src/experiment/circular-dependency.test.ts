import { join } from "node:path";
import { definePlugin, type SharedRole } from "@tweedie/core";
import { noop } from "@tweedie/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { lossPlugin, projectWithLoss } from "../plugins/project.fixture.ts";
import { findCircularDependency } from "./circular-dependency.ts";
import type { FilledSlot } from "./experiment.ts";
import { validateExperiment } from "./validate.ts";

const slot = (role: SharedRole, ...uses: SharedRole[]): FilledSlot => {
  const create = () => noop[role].create({}) as never;
  const plugin = definePlugin({ role, summary: "", options: z.strictObject({}), uses, create });
  return { path: role, role, use: "a/b", plugin, file: "a/b.ts", options: {} };
};

test("a circular dependency is found, with its roles in order", () => {
  const circle = [slot("loss", "student"), slot("student", "teacher"), slot("teacher", "student")];
  expect(findCircularDependency(circle)).toEqual(["teacher", "student", "teacher"]);
});

test("a role that several others use is no circular dependency", () => {
  const slots = [slot("loss", "student", "schedule"), slot("student", "schedule"), slot("schedule")];
  expect(findCircularDependency(slots)).toBeUndefined();
});

test("an experiment with a circular dependency is refused", async () => {
  const root = projectWithLoss("../plugins/loss.ts", {
    "experiments/mine.yaml": "extends: ring.yaml\nstudent: ../plugins/student.ts\n",
    "plugins/loss.ts": lossPlugin({ more: `uses: ["student"],` }),
    "plugins/student.ts": lossPlugin({ role: `"student"`, more: `uses: ["loss"],`, create: "() => ({}) as never" }),
  });
  await expect(validateExperiment({ file: join(root, "experiments/mine.yaml") })).rejects.toThrow(
    "circular plugin dependency: student > loss > student",
  );
});
