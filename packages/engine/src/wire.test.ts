import {
  definePlugin,
  type LossStrategy,
  type NoiseSchedule,
  type Role,
  type SharedRole,
  type Student,
} from "@tweedie/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { assemble } from "./experiment/assemble.ts";
import { cycleOf } from "./experiment/cycle.ts";
import type { FilledSlot } from "./experiment/experiment.ts";
import { wire } from "./wire.ts";

/** A place whose plugin writes down when it is made, and of what. */
function place<R extends Role>(
  log: string[],
  path: string,
  role: R,
  thing: object,
  uses: readonly SharedRole[] = [],
): FilledSlot {
  const plugin = definePlugin({
    role,
    summary: "",
    options: z.strictObject({}),
    uses,
    create: (_, ...used: readonly unknown[]) => {
      log.push(`${path}(${used.map((each) => (each as { name?: string }).name).join()})`);
      return { ...thing, name: path } as never;
    },
  });
  return { path, role, use: "a/b", plugin, file: "a/b.ts", options: {} };
}

const schedule: NoiseSchedule = { amplitudes: () => ({ alphaBar: 1, betaBar: 1 }), timeOf: () => 1 };
const student = { latentShape: [2], init: () => ({}), generate: (_, z) => z } satisfies Student;
const loss = { student: ({ xt }) => xt } satisfies LossStrategy;
const weighting = {};

const placesOf = (log: string[]): FilledSlot[] => [
  place(log, "loss", "loss", loss, ["student", "schedule"]),
  place(log, "student", "student", student, ["schedule"]),
  place(log, "schedule", "schedule", schedule),
  place(log, "evaluate.weightings.0", "weighting", weighting, ["student"]),
  place(log, "evaluate.weightings.1", "weighting", weighting),
];

test.each([
  ["a container", wire],
  ["no container", assemble],
] as const)("by %s, what others need is made before them, and once", async (_, by) => {
  const log: string[] = [];
  const wired = await by(placesOf(log));
  expect(log).toEqual([]);
  expect(wired.get("loss")).toBe(wired.get("loss"));
  expect(log).toEqual(["schedule()", "student(schedule)", "loss(student,schedule)"]);
  expect(wired.all("weighting", "evaluate.weightings")).toMatchObject([
    { name: "evaluate.weightings.0" },
    { name: "evaluate.weightings.1" },
  ]);
  expect(wired.all("weighting", "evaluate")).toEqual(wired.all("weighting", "evaluate.weightings"));
  expect(log.slice(3)).toEqual(["evaluate.weightings.0(student)", "evaluate.weightings.1()"]);
});

test("a ring of needs is told as it runs", () => {
  const ring = [
    place([], "student", "student", student, ["teacher"]),
    place([], "teacher", "teacher", {}, ["student"]),
  ];
  expect(cycleOf(ring)).toEqual(["teacher", "student", "teacher"]);
  expect(cycleOf(placesOf([]))).toBeUndefined();
});
