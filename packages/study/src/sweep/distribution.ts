import type { DiagnosticText } from "@tweedie/config";
import type { Distribution } from "../space/parameter.ts";
import { distributionKeys, type ParameterSpec } from "./parameter-schema.ts";

/** What is wrong, and at which key. */
export interface KeyFinding extends DiagnosticText {
  readonly key?: string;
}

const isOfValues = (name: string): boolean => name.endsWith("_values");

/** The distribution that a parameter's map means, or what is wrong with it. `isWhole` tells how a number is written. */
export function distributionOf(
  spec: ParameterSpec,
  isWhole: (key: "min" | "max") => boolean,
): Distribution | KeyFinding {
  const name = spec.distribution ?? (isWhole("min") && isWhole("max") ? "int_uniform" : "uniform");
  if (name === "constant" || name === "categorical" || name === "categorical_w_probabilities") {
    const key = name === "constant" ? "value" : "values";
    return { key: "distribution", message: `${name} needs \`${key}\``, help: `write \`${key}: ...\`` };
  }
  const defaults: Readonly<Record<string, number | undefined>> = distributionKeys[name];
  const numbers = ["min", "max", "mu", "sigma", "a", "b", "q"] as const;
  const extra = numbers.find((key) => spec[key] !== undefined && !(key in defaults));
  if (extra) return { key: extra, message: `\`${extra}\` means nothing to ${name}`, help: keysHelp(name) };
  const given = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, spec[key as "min"] ?? value]));
  const missing = Object.keys(defaults).find((key) => given[key] === undefined);
  if (missing) return { message: `a range of ${name} without \`${missing}\``, help: keysHelp(name) };
  const { min, max, q } = given;
  if (min !== undefined && max !== undefined && min >= max) {
    return { key: "max", message: `\`max\` is ${max}, not more than \`min\`, ${min}` };
  }
  if (min !== undefined && min <= 0 && isOfValues(name)) {
    return {
      key: "min",
      message: `the logarithm of ${min} is no number`,
      help: "a range of logarithms begins above 0",
    };
  }
  if (name === "int_uniform") {
    const broken = (["min", "max"] as const).find((key) => !Number.isSafeInteger(given[key]));
    if (broken) return { key: broken, message: `expected a whole number, got \`${given[broken]!}\`` };
  }
  if (max !== undefined && !isOfValues(name) && name.includes("log") && max > 20) {
    return {
      key: "max",
      message: `${name} has the logarithms of its ends, and exp(${max}) is ${Math.exp(max).toPrecision(2)}`,
      help: `for the values themselves write \`distribution: ${name}_values\``,
    };
  }
  if (q !== undefined && min !== undefined && max !== undefined && name === "q_uniform" && q > max - min) {
    return { key: "q", message: `steps of ${q} are wider than the range` };
  }
  return { distribution: name, ...given } as Distribution;
}

const keysHelp = (name: keyof typeof distributionKeys): string =>
  `${name} has ${Object.entries(distributionKeys[name])
    .map(([key, value]) => (value === undefined ? `\`${key}\`` : `\`${key}\` (${String(value)})`))
    .join(", ")}`;
