import type { Json } from "@tweedie/config";
import { number } from "../quantities.ts";
import type { RunEntry } from "./run-entry.ts";

const own: Readonly<Record<string, (entry: RunEntry) => Json>> = {
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

/** What a metric is held against: `sw2.floor`. */
const bounds = { floor: "floor", teacher: "teacher", gaussian: "baseline" } as const;

/** Something of a run by a name, and whether it was measured: that is shown to a few digits. */
export interface Field {
  readonly value: Json;
  readonly measured: boolean;
}

/**
 * What a run has under a name: of its status, its metrics, its configuration (a block is its plugin), or what it logged last;
 * the first that there is.
 */
export function fieldOf(entry: RunEntry, name: string): Field | undefined {
  const path = name.replaceAll(/\.(\d+)(?=\.|$)/g, "[$1]");
  const said = own[name]?.(entry);
  if (said !== undefined) return { value: said, measured: false };
  const measured = metricOf(entry, name);
  if (measured !== undefined) return { value: measured, measured: true };
  const told = [path, `${path}.use`].map((each) => entry.config.get(each)).find((value) => value !== undefined);
  if (told !== undefined) return { value: told, measured: false };
  const logged = entry.traces.findLast((trace) => trace.name === name)?.points.at(-1)?.value;
  return logged === undefined ? undefined : { value: logged, measured: true };
}

/** Every name that a run has something under. */
export const namesOf = ({ config, results, traces }: RunEntry): string[] => [
  ...Object.keys(own),
  ...results.flatMap(({ name }) => [name, ...Object.keys(bounds).map((bound) => `${name}.${bound}`)]),
  ...config.keys(),
  ...[...config.keys()].filter((path) => path.endsWith(".use")).map((path) => path.slice(0, -".use".length)),
  ...traces.map(({ name }) => name),
];

/** A field as it is shown. */
export const show = (field: Field | undefined): string =>
  field === undefined
    ? ""
    : field.measured && typeof field.value === "number"
      ? number(field.value)
      : text(field.value);

/** A value as a configuration has it, in one line. */
export const text = (value: Json): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

function metricOf({ results }: RunEntry, name: string): number | undefined {
  for (const result of results) {
    if (result.name === name) return result.value;
    for (const [bound, key] of Object.entries(bounds)) if (name === `${result.name}.${bound}`) return result[key];
  }
  return undefined;
}
