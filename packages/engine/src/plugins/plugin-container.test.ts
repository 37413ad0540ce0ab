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
import type { FilledSlot } from "../experiment/experiment.ts";
import { createPluginContainer } from "./plugin-container.ts";

/** A slot whose plugin logs its creation, with the objects that it uses. */
function slot<R extends Role>(
  log: string[],
  path: string,
  role: R,
  object: object,
  uses: readonly SharedRole[] = [],
): FilledSlot {
  const plugin = definePlugin({
    role,
    summary: "",
    options: z.strictObject({}),
    uses,
    create: (_, ...used: readonly unknown[]) => {
      log.push(`${path}(${used.map((each) => (each as { name?: string }).name).join()})`);
      return { ...object, name: path } as never;
    },
  });
  return { path, role, use: "a/b", plugin, file: "a/b.ts", options: {} };
}

const schedule: NoiseSchedule = { amplitudes: () => ({ alphaBar: 1, betaBar: 1 }), timeOf: () => 1 };
const student = { latentShape: [2], init: () => ({}), generate: (_, z) => z } satisfies Student;
const loss = { student: ({ xt }) => xt } satisfies LossStrategy;
const weighting = {};

const slots = (log: string[]): FilledSlot[] => [
  slot(log, "loss", "loss", loss, ["student", "schedule"]),
  slot(log, "student", "student", student, ["schedule"]),
  slot(log, "schedule", "schedule", schedule),
  slot(log, "evaluate.weightings.0", "weighting", weighting, ["student"]),
  slot(log, "evaluate.weightings.1", "weighting", weighting),
];

test("plugin objects are created on first use, once, and after the objects that they use", async () => {
  const log: string[] = [];
  const container = await createPluginContainer(slots(log));
  expect(log).toEqual([]);
  expect(container.get("loss")).toBe(container.get("loss"));
  expect(log).toEqual(["schedule()", "student(schedule)", "loss(student,schedule)"]);
  expect(container.all("weighting", "evaluate.weightings")).toMatchObject([
    { name: "evaluate.weightings.0" },
    { name: "evaluate.weightings.1" },
  ]);
  expect(container.all("weighting", "evaluate")).toEqual(container.all("weighting", "evaluate.weightings"));
  expect(log.slice(3)).toEqual(["evaluate.weightings.0(student)", "evaluate.weightings.1()"]);
});
