import type { Json } from "@tweedie/config";
import type { ConfigurationState, Parameter } from "@tweedie/study";

/** A swept parameter as an axis of figures. Positions on it range from 0 to 1. */
export interface ParameterAxis {
  readonly name: string;
  readonly kind: "choice" | "range";
  readonly isLog: boolean;
  /** All values of a choice, numbers sorted; or the sorted values of a range that were tried. */
  readonly values: readonly (string | number)[];
  /** Value in a configuration; undefined if the parameter is not active there. */
  valueOf(configuration: ConfigurationState): string | number | undefined;
  /** Position of a configuration; the middle if the parameter is not active there. */
  positionOf(configuration: ConfigurationState): number;
}

/** Axis of a parameter for the configurations that were tried. */
export function axisOf(parameter: Parameter, configurations: readonly ConfigurationState[]): ParameterAxis {
  const { name } = parameter;
  const at = ({ point }: ConfigurationState): number | undefined => point[name];
  if (parameter.kind === "choice") {
    const labels = parameter.values.map(compactValue);
    const sorted = isNumbers(parameter.values) ? parameter.values.toSorted((a, b) => a - b).map(compactValue) : labels;
    const values = [...new Set(sorted)]; // values that are listed together with others may repeat
    const valueOf = (each: ConfigurationState) => (at(each) === undefined ? undefined : labels[at(each)!]);
    const rankOf = (value: string | undefined) =>
      value === undefined ? (values.length - 1) / 2 : values.indexOf(value);
    const positionOf = (each: ConfigurationState) => (rankOf(valueOf(each)) + 0.5) / values.length;
    return { name, kind: "choice", isLog: false, values, valueOf, positionOf };
  }
  const isLog = parameter.distribution.distribution.includes("log");
  const values = [...new Set(configurations.flatMap((each) => at(each) ?? []))].sort((a, b) => a - b);
  const scale = positionScale([values[0] ?? 0, values.at(-1) ?? 1], isLog);
  const positionOf = (each: ConfigurationState) => {
    const value = at(each);
    return value === undefined ? 0.5 : scale(value);
  };
  return { name, kind: "range", isLog, values, valueOf: at, positionOf };
}

const isNumbers = (values: readonly Json[]): values is number[] => values.every((value) => typeof value === "number");

/** Maps values of a range to positions from 0 to 1; an empty range to the middle. */
export function positionScale([low, high]: readonly [number, number], isLog: boolean): (value: number) => number {
  const transform = isLog ? Math.log : (value: number) => value;
  const [least, most] = [transform(low), transform(high)];
  return (value) => (most === least ? 0.5 : (transform(value) - least) / (most - least));
}

/** A value in one line: a block by its plugin and its options, `sid/l2 lambda=0.5`. */
export function compactValue(value: Json): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const { use, ...options } = value as Readonly<Record<string, Json>>;
  const parts = Object.entries(options).map(([name, option]) => `${name}=${compactValue(option)}`);
  return [...(typeof use === "string" ? [use] : []), ...parts].join(" ") || "{}";
}

/** A value as a label: a number with few significant digits, with an exponent if it is very small or large. */
export function formatValue(value: string | number, digits = 3): string {
  if (typeof value === "string") return value;
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(digits));
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? rounded.toExponential() : String(rounded);
}
