import type { ConfigurationState } from "@tweedie/study";
import { shown, type SweptAxis } from "./axis.ts";

/** Configurations whose values of a parameter are the same, or in one part of its axis. */
export interface Group {
  readonly label: string;
  has(configuration: ConfigurationState): boolean;
}

/** Groups by each value, where there are at most `most` of them or they are choices; else by even parts of the axis. */
export function groupsOf(axis: SweptAxis, configurations: readonly ConfigurationState[], most: number): Group[] {
  if (axis.kind === "choice" || axis.values.length <= most) {
    return axis.values.map((value) => ({ label: shown(value), has: (each) => axis.valueOf(each) === value }));
  }
  return Array.from({ length: most }, (_, i) => {
    const isIn = (each: ConfigurationState) =>
      axis.valueOf(each) !== undefined && Math.min(most - 1, Math.floor(axis.placeOf(each) * most)) === i;
    const values = configurations.filter(isIn).map((each) => axis.valueOf(each) as number);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return {
      label: values.length === 0 ? "" : low === high ? shown(low) : `${shown(low, 2)} – ${shown(high, 2)}`,
      has: isIn,
    };
  }).filter((group) => group.label !== "");
}
