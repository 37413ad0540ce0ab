import type { ConfigurationState } from "@tweedie/study";
import { formatValue, type ParameterAxis } from "./parameter-axis.ts";

/** Configurations with the same value of a parameter, or with values in the same interval. */
export interface ValueGroup {
  readonly label: string;
  has(configuration: ConfigurationState): boolean;
}

/** One group per value for a choice, or if there are at most `most` values; else `most` intervals of equal length on the axis. */
export function groupsOf(
  axis: ParameterAxis,
  configurations: readonly ConfigurationState[],
  most: number,
): ValueGroup[] {
  if (axis.kind === "choice" || axis.values.length <= most) {
    return axis.values.map((value) => ({ label: formatValue(value), has: (each) => axis.valueOf(each) === value }));
  }
  return Array.from({ length: most }, (_, i) => {
    const has = (each: ConfigurationState) =>
      axis.valueOf(each) !== undefined && Math.min(most - 1, Math.floor(axis.positionOf(each) * most)) === i;
    const values = configurations.filter(has).map((each) => axis.valueOf(each) as number);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const label = low === high ? formatValue(low) : `${formatValue(low, 2)} – ${formatValue(high, 2)}`;
    return { label: values.length === 0 ? "" : label, has };
  }).filter((group) => group.label !== "");
}
