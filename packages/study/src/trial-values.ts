import { formatPath, type Json } from "@tweedie/config";
import type { SearchPoint } from "@tweedie/core";
import type { SweepPlan, Values } from "./plan.ts";
import type { Parameter } from "./space/parameter.ts";

/** What a point sets, path by path: a block before what lies in it. */
export function valuesOf(parameters: readonly Parameter[], point: SearchPoint): Values {
  const set = parameters.flatMap((parameter): (readonly [string, Json])[] => {
    const at = point[parameter.name];
    if (at === undefined) return [];
    return [[parameter.path, parameter.kind === "choice" ? parameter.values[at]! : at]];
  });
  return Object.fromEntries(set);
}

/** The replicate of a trial: what it sets besides. */
export const replicateOf = ({ repeat }: Pick<SweepPlan, "repeat">, trial: number): Values =>
  repeat[trial % Math.max(1, repeat.length)] ?? {};

/** Values as overrides of an experiment. JSON is YAML. */
export const overridesOf = (values: Values): readonly string[] =>
  Object.entries(values)
    .sort(([a], [b]) => depthOf(a) - depthOf(b))
    .map(([path, value]) => `${path}=${JSON.stringify(value)}`);

const depthOf = (path: string): number => path.split(/[.[]/).length;

/** The name of a trial's folder, `0007-lambda-0.5-seed-1`: short, and safe wherever a file name is. */
export function folderName(plan: Pick<SweepPlan, "repeat">, trial: number, values: Values): string {
  const all = { ...values, ...replicateOf(plan, trial) };
  const words = Object.entries(all).map(([path, value]) => `${path.split(".").at(-1)!}-${nameOf(value)}`);
  const slug = words
    .join("-")
    .replace(/[^\w.-]+/g, "-")
    .slice(0, 60)
    .replace(/[-.]+$/, "");
  return [String(trial).padStart(4, "0"), slug].filter(Boolean).join("-");
}

/** A value in a few letters: a plugin's name for a block. */
function nameOf(value: Json): string {
  if (typeof value === "number") return String(Number(value.toPrecision(4)));
  if (typeof value !== "object" || value === null) return String(value);
  const use = (value as Values)["use"];
  return typeof use === "string" ? use.split("/").at(-1)! : formatPath(Object.keys(value));
}
