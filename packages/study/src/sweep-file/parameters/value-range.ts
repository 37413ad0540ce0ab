import { continuousDistribution } from "../../space/continuous-distribution.ts";
import type { Distribution } from "../../space/parameter.ts";

/** Least and greatest value of a distribution before rounding; for one without ends, those of its central 95 %. */
export function valueRange(distribution: Distribution): readonly [least: number, greatest: number] {
  if (distribution.distribution === "int_uniform") return [distribution.min, distribution.max];
  const { quantile } = continuousDistribution(distribution);
  return "min" in distribution ? [quantile(0), quantile(1)] : [quantile(0.025), quantile(0.975)];
}

/** A value with four significant digits. */
const digits = (value: number): string => String(Number(value.toPrecision(4)));

/** `values from 0.0067 to 0.37` */
export function rangeText(distribution: Distribution): string {
  const [least, greatest] = valueRange(distribution).map(digits);
  return `values from ${least!} to ${greatest!}${"min" in distribution ? "" : " in 95 % of trials"}`;
}
