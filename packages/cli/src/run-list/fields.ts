import type { Json } from "@tweedie/config";
import { numberText } from "../terminal/format.ts";
import type { RunEntry } from "./run-entry.ts";

const statusFields: Readonly<Record<string, (entry: RunEntry) => Json>> = {
  run: ({ run }) => run,
  name: ({ status }) => status.name,
  status: ({ status }) => status.status,
  phase: ({ status }) => status.phase,
  step: ({ status }) => status.step,
  seconds: ({ status }) => status.seconds,
  started: ({ status }) => status.started,
  backend: ({ status }) => status.backend,
  version: ({ status }) => status.version,
};

/** Suffixes for the reference values of a metric, as in `sw2.floor`. */
const references = { floor: "floor", teacher: "teacher", gaussian: "baseline" } as const;

/** A value of a run. Measured values are displayed with three digits, all others in full. */
export interface Field {
  readonly value: Json;
  readonly measured: boolean;
}

/**
 * Finds a field of a run by its name: of the status, the metrics, the configuration (the path of a block has the value of its `use`), or
 * the last logged value, in this order.
 */
export function findField(entry: RunEntry, name: string): Field | undefined {
  const path = name.replaceAll(/\.(\d+)(?=\.|$)/g, "[$1]");
  const status = statusFields[name]?.(entry);
  if (status !== undefined) return { value: status, measured: false };
  const measured = metricValue(entry, name);
  if (measured !== undefined) return { value: measured, measured: true };
  const setting = [path, `${path}.use`].map((each) => entry.config.get(each)).find((value) => value !== undefined);
  if (setting !== undefined) return { value: setting, measured: false };
  const logged = entry.traces.findLast((trace) => trace.name === name)?.points.at(-1)?.value;
  return logged === undefined ? undefined : { value: logged, measured: true };
}

/** The names of all fields of a run. */
export const fieldNames = ({ config, results, traces }: RunEntry): string[] => [
  ...Object.keys(statusFields),
  ...results.flatMap(({ name }) => [name, ...Object.keys(references).map((suffix) => `${name}.${suffix}`)]),
  ...config.keys(),
  ...[...config.keys()].filter((path) => path.endsWith(".use")).map((path) => path.slice(0, -".use".length)),
  ...traces.map(({ name }) => name),
];

/** A field as text; empty if the run does not have it. */
export const fieldText = (field: Field | undefined): string =>
  field === undefined
    ? ""
    : field.measured && typeof field.value === "number"
      ? numberText(field.value)
      : valueText(field.value);

/** A configuration value in one line. */
export const valueText = (value: Json): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

function metricValue({ results }: RunEntry, name: string): number | undefined {
  for (const result of results) {
    if (result.name === name) return result.value;
    for (const [suffix, key] of Object.entries(references)) if (name === `${result.name}.${suffix}`) return result[key];
  }
  return undefined;
}
