import { formatValue, type ParameterAxis, positionScale } from "./parameter-axis.ts";

/** Ticks of an axis: all values of a choice, up to six values of a range, else its ends. */
export function ticksOf({ kind, values, isLog }: ParameterAxis): { place: number; label: string }[] {
  if (kind === "choice") {
    return values.map((value, i) => ({ place: (i + 0.5) / values.length, label: formatValue(value) }));
  }
  const numbers = values as readonly number[];
  const scale = positionScale([numbers[0] ?? 0, numbers.at(-1) ?? 1], isLog);
  const ticks = numbers.length <= 6 ? numbers : [numbers[0]!, numbers.at(-1)!];
  return ticks.map((value) => ({ place: scale(value), label: formatValue(value) }));
}
