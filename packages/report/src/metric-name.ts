import type { ValueDescription } from "@tweedie/core";
import type { RunStatus } from "@tweedie/engine";

/** A metric with what its plugin says of it. */
export interface NamedMetric {
  readonly name: string;
  readonly goal: RunStatus["goals"][string] | undefined;
  /** Undefined if the plugin has none, or the run was made before plugins had any. */
  readonly description?: ValueDescription | undefined;
}

const directions = { minimize: "lower is better", maximize: "higher is better" } as const;

/** Full name of a metric: `sliced Wasserstein distance of order 2`. */
export const titleOf = ({ name, description }: NamedMetric): string => description?.title ?? name;

/** Full name with the name in logs, if they differ: `sliced Wasserstein distance of order 2 (sw2)`. */
export const fullName = (metric: NamedMetric): string =>
  titleOf(metric) === metric.name ? metric.name : `${titleOf(metric)} (${metric.name})`;

/** Unit and direction of a metric: `units of the data, lower is better`. Empty if neither is known. */
export const scaleOf = ({ goal, description }: NamedMetric): string =>
  [description?.unit, goal && directions[goal]].filter((part) => part !== undefined).join(", ");

/** Full name of a logged value: of a metric, or of one by number of steps or half-life, `steps.2.sw2`; else its name in the log. */
export function titleOfLogged(name: string, metrics: readonly NamedMetric[]): string {
  const [, prefix, value, inner] = /^(steps|halfLife)\.([^.]+)\.(.+)$/.exec(name) ?? [];
  const metric = metrics.find((each) => each.name === (inner ?? name));
  if (!metric) return name;
  if (inner === undefined) return titleOf(metric);
  return `${titleOf(metric)}, ${prefix === "steps" ? `${value} steps` : `half-life ${value}`}`;
}
