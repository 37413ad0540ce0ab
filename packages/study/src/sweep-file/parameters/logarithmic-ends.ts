import type { DiagnosticText } from "@tweedie/config";
import type { Distribution, Parameter } from "../../space/parameter.ts";
import { rangeText } from "./value-range.ts";

/** True for the distributions of W&B whose keys are natural logarithms of the values. */
const takesLogarithms = ({ distribution: name }: Distribution): boolean => /log_(uniform|normal)$/.test(name);

const keysOf = (distribution: Distribution): string => ("min" in distribution ? "the ends" : "mean and deviation");

/** Help for a value that the experiment refuses. Ends that are values themselves are a frequent mistake. */
export const helpForLogarithms = ({ distribution: name, ...rest }: Distribution): string | undefined =>
  "min" in rest && /log_uniform$/.test(name)
    ? `the ends of ${name} are logarithms: for the values themselves write \`distribution: ${name}_values\``
    : undefined;

/** Refuses ends that cannot be meant as logarithms: between 0 and 1, where the values would be 1 to 2.72, or above 20. */
export function refuseLogarithms(distribution: Distribution): (DiagnosticText & { readonly key: string }) | undefined {
  if (!takesLogarithms(distribution) || !("min" in distribution)) return undefined;
  const { min, max } = distribution;
  if (max <= 20 && !(min >= 0 && max <= 1)) return undefined;
  return {
    key: "max",
    message: `the ends of ${distribution.distribution} are logarithms: ${rangeText(distribution)}`,
    help: `for values from ${min} to ${max} write \`distribution: ${distribution.distribution}_values\``,
  };
}

/** A warning of the values that a distribution of logarithms stands for; undefined for other parameters. */
export function warnOfLogarithms(parameter: Parameter): string | undefined {
  if (parameter.kind !== "range" || !takesLogarithms(parameter.distribution)) return undefined;
  const { path, distribution } = parameter;
  return `\`${path}\`: ${keysOf(distribution)} of ${distribution.distribution} are natural logarithms: ${rangeText(distribution)}`;
}
