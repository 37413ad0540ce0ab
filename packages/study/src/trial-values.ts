import { formatPath, type Json } from "@tweedie/config";
import { type SearchPoint, toFileName } from "@tweedie/core";
import { replicateCount, type SweepPlan, type Values } from "./plan.ts";
import type { Parameter } from "./space/parameter.ts";

/** Values that a point sets, by path, in the order of the parameters. */
export function valuesOf(parameters: readonly Parameter[], point: SearchPoint): Values {
  const set = parameters.flatMap((parameter): (readonly [string, Json])[] => {
    const at = point[parameter.name];
    if (at === undefined) return [];
    return [[parameter.path, parameter.kind === "choice" ? parameter.values[at]! : at]];
  });
  return Object.fromEntries(set);
}

/** Values that the replicate of a trial sets in addition to its configuration. */
export const replicateOf = ({ repeat }: Pick<SweepPlan, "repeat">, trial: number): Values =>
  repeat[trial % replicateCount({ repeat })] ?? {};

/** Values as overrides of an experiment, `key=value`: a block before the values inside it. JSON is valid YAML. */
export const formatOverrides = (values: Values): readonly string[] =>
  Object.entries(values)
    .sort(([a], [b]) => depthOf(a) - depthOf(b))
    .map(([path, value]) => `${path}=${JSON.stringify(value)}`);

const depthOf = (path: string): number => path.split(/[.[]/).length;

/** Folder name of a trial, `0007-lambda-0.5-seed-1`: short, and valid on every file system. */
export function folderName(plan: Pick<SweepPlan, "repeat">, trial: number, values: Values): string {
  const all = { ...values, ...replicateOf(plan, trial) };
  const words = Object.entries(all).map(([path, value]) => `${path.split(".").at(-1)!}-${shortName(value)}`);
  const name = words.length === 0 ? "" : toFileName(words.join("-"));
  const slug = [...name]
    .slice(0, 60)
    .join("")
    .replace(/[-.]+$/, "");
  return [String(trial).padStart(4, "0"), slug].filter(Boolean).join("-");
}

/** A number with 4 significant digits, a block by its plugin's name. */
function shortName(value: Json): string {
  if (typeof value === "number") return String(Number(value.toPrecision(4)));
  if (typeof value !== "object" || value === null) return String(value);
  const use = (value as Values)["use"];
  return typeof use === "string" ? use.split("/").at(-1)! : formatPath(Object.keys(value));
}
