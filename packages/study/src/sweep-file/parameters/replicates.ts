import { childOf, type ConfigDocument, splitPath, type PathStep, toJson } from "@tweedie/config";
import type { Values } from "../../plan.ts";
import type { SweptParameter } from "./swept-parameter.ts";

/** Reads `repeat` of a sweep: all combinations of its values, and the values of each path for validation. */
export function replicatesOf(document: ConfigDocument): {
  readonly combinations: readonly Values[];
  readonly swept: readonly SweptParameter[];
} {
  const repeat = childOf(document.root, "repeat");
  const entries = repeat?.kind === "map" ? [...repeat.entries] : [];
  const swept = entries.flatMap(([path, { key, value }]): SweptParameter[] => {
    if (value.kind !== "list") return [];
    const parts = splitPath(path) ?? [{ name: path, start: 0 }];
    const steps = parts.map(({ name }): PathStep => ({ name, origin: key }));
    const values = value.items.map(toJson);
    return [{ parameter: { name: `repeat ${path}`, path, kind: "choice", values }, steps, samples: value.items }];
  });
  const combinations = swept.reduce<readonly Values[]>(
    (all, { parameter: { path }, samples }) =>
      all.flatMap((values) => samples.map((sample): Values => ({ ...values, [path]: toJson(sample) }))),
    swept.length > 0 ? [{}] : [],
  );
  return { combinations, swept };
}
