import type { ConfigNode, MapNode } from "@tweedie/config";
import { type ClassifiedArguments, keyOf } from "./arguments.ts";
import { parseValue } from "./short-form.ts";

/** Overrides of the command line, divided by whether the sweep file sets their path. */
interface DividedOverrides {
  /** Overrides that would have no effect, because every trial sets their path or a block around it afterwards: as parameters with one value. */
  readonly fixed: ClassifiedArguments["swept"];
  readonly overrides: readonly string[];
}

/** Divides the overrides of the experiment. The command line has precedence over the parameters and replicates of the sweep file. */
export function divideOverrides(
  root: MapNode,
  { overrides }: ClassifiedArguments,
  args: readonly string[],
): DividedOverrides {
  const set = ["parameters", "repeat"].flatMap((section) => {
    const node = root.entries.get(section)?.value;
    return node?.kind === "map" ? [...node.entries.keys()] : [];
  });
  const isSet = (override: string): boolean => {
    const key = keyOf(override);
    return (
      key !== undefined && set.some((path) => key === path || key.startsWith(`${path}.`) || key.startsWith(`${path}[`))
    );
  };
  return {
    overrides: overrides.filter((override) => !isSet(override)),
    fixed: overrides.filter(isSet).map((override) => {
      const [key, index] = [keyOf(override)!, args.indexOf(override)];
      return { key, index, value: oneValue(key, parseValue(override, index)) };
    }),
  };
}

/** A parameter with one value; of the seed a list, as replicates have lists. */
function oneValue(key: string, value: ConfigNode): ConfigNode {
  const { origin } = value;
  if (key === "seed") return { kind: "list", origin, items: [value] };
  return { kind: "map", origin, entries: new Map([["value", { key: origin, value }]]) };
}
