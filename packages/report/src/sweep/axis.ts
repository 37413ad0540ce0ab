import type { Json } from "@tweedie/config";
import type { ConfigurationState, Parameter } from "@tweedie/study";

/** A swept parameter as an axis of figures: where a value stands on it, from 0 to 1, and what it is called. */
export interface SweptAxis {
  readonly name: string;
  readonly kind: "choice" | "range";
  readonly isLog: boolean;
  /** Of a choice all that there are, numbers in their order; of a range those that were tried, in order. */
  readonly values: readonly (string | number)[];
  /** The value of a configuration, or nothing where the parameter is not there. */
  valueOf(configuration: ConfigurationState): string | number | undefined;
  /** The place of a configuration; one without the parameter stands in the middle. */
  placeOf(configuration: ConfigurationState): number;
}

/** The axis of a parameter over the configurations that were tried. */
export function axisOf(parameter: Parameter, configurations: readonly ConfigurationState[]): SweptAxis {
  const { name } = parameter;
  const at = ({ point }: ConfigurationState): number | undefined => point[name];
  if (parameter.kind === "choice") {
    const words = parameter.values.map(wordOf);
    const values = isNumbers(parameter.values) ? parameter.values.toSorted((a, b) => a - b).map(wordOf) : words;
    const valueOf = (each: ConfigurationState) => (at(each) === undefined ? undefined : words[at(each)!]);
    const rankOf = (value: string | undefined) =>
      value === undefined ? (values.length - 1) / 2 : values.indexOf(value);
    const placeOf = (each: ConfigurationState) => (rankOf(valueOf(each)) + 0.5) / values.length;
    return { name, kind: "choice", isLog: false, values, valueOf, placeOf };
  }
  const isLog = parameter.distribution.distribution.includes("log");
  const tried = configurations.flatMap((each) => at(each) ?? []);
  const values = [...new Set(tried)].sort((a, b) => a - b);
  const scale = isLog ? Math.log : (value: number) => value;
  const [least, most] = [scale(values[0] ?? 0), scale(values.at(-1) ?? 1)];
  const placeOf = (each: ConfigurationState) => {
    const value = at(each);
    return value === undefined || most === least ? 0.5 : (scale(value) - least) / (most - least);
  };
  return { name, kind: "range", isLog, values, valueOf: at, placeOf };
}

const isNumbers = (values: readonly Json[]): values is number[] => values.every((value) => typeof value === "number");

/** A value in a few letters: a block by its plugin and what it sets. */
export function wordOf(value: Json): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const { use, ...options } = value as Readonly<Record<string, Json>>;
  const said = Object.entries(options).map(([name, option]) => `${name}=${wordOf(option)}`);
  return [...(typeof use === "string" ? [use] : []), ...said].join(" ") || "{}";
}

/** A value as a label: numbers in few digits, with an exponent where they are small. */
export function shown(value: string | number, digits = 3): string {
  if (typeof value === "string") return value;
  const size = Math.abs(value);
  const text = Number(value.toPrecision(digits));
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? text.toExponential() : String(text);
}
