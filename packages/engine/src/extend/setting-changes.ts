import { type Json, leavesOf } from "@tweedie/config";
import type { Experiment } from "../experiment/experiment.ts";

/** A value of an experiment that another one has otherwise; undefined: not set. */
export interface SettingChange {
  readonly path: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

/** Values in which two resolved experiments differ. */
export function changesBetween(before: Experiment, after: Experiment): readonly SettingChange[] {
  const [from, to] = [leavesOf(before.resolved as Json), leavesOf(after.resolved as Json)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((path) => JSON.stringify(from.get(path)) !== JSON.stringify(to.get(path)))
    .map((path) => ({ path, from: from.get(path), to: to.get(path) }));
}
