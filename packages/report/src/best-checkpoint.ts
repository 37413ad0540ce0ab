import type { RunStatus } from "@tweedie/engine";

/** The checkpoints that a run keeps as its best ones, best first; undefined if it keeps none: `step 2,500 by sw2 (0.0521), then 2,000 (0.06)`. */
export function bestCheckpointText({ best }: Pick<RunStatus, "best">): string | undefined {
  const [first, ...others] = best?.checkpoints ?? [];
  if (!first) return undefined;
  const text = ({ value }: typeof first) => `(${Number(value.toPrecision(3))})`;
  const number = ({ step }: typeof first) => step.toLocaleString("en");
  const rest = others.map((each) => `${number(each)} ${text(each)}`).join(", ");
  return `step ${number(first)} by ${best!.metric} ${text(first)}${rest && `, then ${rest}`}`;
}
