import type { DiagnosticText } from "@tweedie/config";
import type { Distribution } from "../../space/parameter.ts";
import { refuseLogarithms } from "./logarithmic-ends.ts";
import { distributionKeys, type ParameterSpec } from "./parameter-schema.ts";
import { rangeText, valueRange } from "./value-range.ts";

/** A problem of a distribution, and the key that causes it. */
export interface DistributionProblem extends DiagnosticText {
  readonly key?: string;
}

type NumericName = keyof typeof distributionKeys;
type NumericKey = "min" | "max" | "mu" | "sigma" | "a" | "b" | "q";

const numericKeys: readonly NumericKey[] = ["min", "max", "mu", "sigma", "a", "b", "q"];

/** Reads the distribution of a range, or the first problem of it. `isInteger` tests if a number is written without a point. */
export function readDistribution(
  spec: ParameterSpec,
  isInteger: (key: "min" | "max") => boolean,
): Distribution | DistributionProblem {
  const name = spec.distribution ?? (isInteger("min") && isInteger("max") ? "int_uniform" : "uniform");
  if (name === "constant" || name === "categorical" || name === "categorical_w_probabilities") {
    const key = name === "constant" ? "value" : "values";
    return { key: "distribution", message: `${name} needs \`${key}\``, help: `write \`${key}: ...\`` };
  }
  const defaults: Readonly<Record<string, number | undefined>> = distributionKeys[name];
  const extra = numericKeys.find((key) => spec[key] !== undefined && !(key in defaults));
  if (extra) return { key: extra, message: `${name} has no key \`${extra}\``, help: keysHelp(name) };
  const given = Object.fromEntries(
    Object.entries(defaults).map(([key, value]) => [key, spec[key as NumericKey] ?? value]),
  );
  const missing = Object.keys(defaults).find((key) => given[key] === undefined);
  if (missing) return { message: `${name} needs \`${missing}\``, help: keysHelp(name) };
  const distribution = { distribution: name, ...given } as Distribution;
  return problemOf(name, given) ?? refuseLogarithms(distribution) ?? refuseSteps(distribution) ?? distribution;
}

/** Problem of the values of a distribution with all its keys. */
function problemOf(
  name: NumericName,
  given: Readonly<Record<string, number | undefined>>,
): DistributionProblem | undefined {
  const { min, max } = given;
  const hasPlainEnds = name.endsWith("_values");
  if (min !== undefined && max !== undefined && min >= max) {
    return { key: "max", message: `\`max\` is ${max}, which is not greater than \`min\`, ${min}` };
  }
  if (min !== undefined && min <= 0 && hasPlainEnds) {
    return { key: "min", message: `${min} has no logarithm`, help: "a logarithmic range begins above 0" };
  }
  if (name === "int_uniform") {
    const broken = (["min", "max"] as const).find((key) => !Number.isSafeInteger(given[key]));
    if (broken) return { key: broken, message: `expected an integer, got \`${given[broken]!}\`` };
  }
  return undefined;
}

/** Refuses steps that are wider than the range, with which nearly all trials would have the same value. */
function refuseSteps(distribution: Distribution): DistributionProblem | undefined {
  if (!("q" in distribution)) return undefined;
  const [least, greatest] = valueRange(distribution);
  if (distribution.q <= greatest - least) return undefined;
  return { key: "q", message: `steps of ${distribution.q} are wider than the range`, help: rangeText(distribution) };
}

const keysHelp = (name: NumericName): string =>
  `keys of ${name}: ${Object.entries(distributionKeys[name])
    .map(([key, value]) => (value === undefined ? `\`${key}\`` : `\`${key}\` (${String(value)})`))
    .join(", ")}`;
