import type { TrackedRow } from "@tweedie/core";

/** A key and a text, as MLflow stores parameters and tags. */
export interface MlflowPair {
  readonly key: string;
  readonly value: string;
}

/** A value of a metric. NaN and the infinities are their names, as JSON has no numbers for them. */
export interface MlflowMetric {
  readonly key: string;
  readonly value: number | "NaN" | "Infinity" | "-Infinity";
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

/** Largest numbers of metrics and of parameters or tags in a request. */
export const batchSizes = { metrics: 1_000, pairs: 100 } as const;

/** Longest value of a parameter that every version of MLflow takes. */
const longestValue = 500;

/** Characters of MLflow's names. */
const keyOf = (name: string): string => name.replaceAll(/[^\w./ -]/g, "_").slice(0, 250);

/** Metrics of a row: `distill/loss.student`. */
export const metricsOf = ({ phase, step, values, time }: TrackedRow): MlflowMetric[] =>
  Object.entries(values).map(([name, value]) => ({
    key: keyOf(`${phase}/${name}`),
    value: jsonNumber(value),
    timestamp: Math.round(1_000 * time),
    step,
  }));

/** A number for JSON. */
const jsonNumber = (value: number): MlflowMetric["value"] =>
  Number.isFinite(value) ? value : (String(value) as MlflowMetric["value"]);

/** Parameters of a configuration, one for each leaf: `distill.steps`. */
export function paramsOf(config: unknown, path = ""): MlflowPair[] {
  const isBranch = typeof config === "object" && config !== null && Object.keys(config).length > 0;
  if (isBranch) {
    return Object.entries(config).flatMap(([key, value]) => paramsOf(value, path === "" ? key : `${path}.${key}`));
  }
  const text = typeof config === "string" ? config : JSON.stringify(config);
  return config === undefined ? [] : [{ key: keyOf(path), value: text.slice(0, longestValue) }];
}

/** Parts of a list. */
export const partsOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
