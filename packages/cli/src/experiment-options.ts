import type { Json } from "@tweedie/config";
import type { FilledSlot } from "@tweedie/engine";
import { describeOptions } from "./plugin-options.ts";
import { text } from "./run-list/fields.ts";
import { table } from "./table.ts";

/**
 * The options of all plugins that an experiment uses, by the names under which `key=value` sets them, with the values that they have.
 *
 * @throws ConfigError where the experiment is wrong.
 */
export async function optionsIn([file, ...overrides]: readonly string[]): Promise<string> {
  if (file === undefined) return "";
  const { validateExperiment } = await import("@tweedie/engine");
  const { formatPath, leavesOf } = await import("@tweedie/config");
  const { slots, resolved } = await validateExperiment({ file, overrides });
  const values = leavesOf(resolved as Json);
  const places = slots.map((slot) => ({ slot, block: formatPath(slot.path.split(".")) }));
  return optionsPage(file, places, values);
}

interface Place {
  readonly slot: Pick<FilledSlot, "use" | "plugin">;
  /** The path of its block, as it is written. */
  readonly block: string;
}

/** A section for each plugin that has options. */
export function optionsPage(file: string, places: readonly Place[], values: ReadonlyMap<string, Json>): string {
  const rowsOf = ({ slot, block }: Place): string[][] =>
    describeOptions(slot.plugin.options).map(({ name, type, value: standard, description = "" }) => {
      const path = `${block}.${name}`;
      const value = values.has(path) ? text(values.get(path)!) : "";
      const isOwn = standard !== undefined && value !== standard;
      return [path, type, isOwn ? `${value} (default ${standard})` : value, description];
    });
  const sections = places.map((place) => ({ place, rows: rowsOf(place) })).filter(({ rows }) => rows.length > 0);
  const lines = table(sections.flatMap(({ rows }) => rows)).values();
  const written = sections.flatMap(({ place, rows }) => [
    `  ${place.block}: ${place.slot.use}`,
    ...rows.map(() => `    ${lines.next().value!}`),
  ]);
  return ["", `Options of the plugins in ${file}`, ...written, ""].join("\n");
}
