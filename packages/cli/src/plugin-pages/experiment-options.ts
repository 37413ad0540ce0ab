import type { Json } from "@tweedie/config";
import { type FilledSlot, keysOf } from "@tweedie/engine";
import { valueText } from "../run-list/fields.ts";
import { table } from "../terminal/table.ts";
import { boundedType } from "./key-rows.ts";
import { ownProject } from "./local-plugins.ts";

/**
 * Lists the options of the plugins that an experiment uses, with their paths for `key=value` and their values. Runs no code of
 * another project.
 *
 * @throws ConfigError if the experiment is invalid.
 */
export async function experimentOptionsPage([file, ...overrides]: readonly string[]): Promise<string> {
  if (file === undefined) return "";
  const { readExperimentPart } = await import("@tweedie/engine");
  const { formatPath, leavesOf } = await import("@tweedie/config");
  const { slots, resolved, untrusted } = await readExperimentPart({ file, overrides }, (await ownProject()).trust);
  const values = leavesOf(resolved as Json);
  const blocks = slots.map(({ path, use, plugin }) => ({ use, plugin, block: formatPath(path.split(".")) }));
  const left = untrusted.map(({ use }) => `Without the options of ${use}: its code is not that of this project.\n`);
  return renderOptions(file, blocks, values) + left.join("");
}

interface UsedPlugin extends Pick<FilledSlot, "use" | "plugin"> {
  /** Path of the plugin's block in the experiment. */
  readonly block: string;
}

/** Renders a section for each plugin that has options. */
export function renderOptions(file: string, blocks: readonly UsedPlugin[], values: ReadonlyMap<string, Json>): string {
  const rowsOf = ({ plugin, block }: UsedPlugin): string[][] =>
    keysOf(plugin.options).map((key) => {
      const path = `${block}.${key.path}`;
      const value = values.has(path) ? valueText(values.get(path)!) : "";
      const standard = key.default === undefined ? value : valueText(key.default);
      const shown = value === standard ? value : `${value} (default ${standard})`;
      return [path, boundedType(key), shown, key.description ?? ""];
    });
  const sections = blocks.map((each) => ({ ...each, rows: rowsOf(each) })).filter(({ rows }) => rows.length > 0);
  // One table over all sections, so that their columns are aligned.
  const lines = table(sections.flatMap(({ rows }) => rows)).values();
  const rendered = sections.flatMap(({ block, use, rows }) => [
    `  ${block}: ${use}`,
    ...rows.map(() => `    ${lines.next().value!}`),
  ]);
  return ["", `Options of the plugins in ${file}`, ...rendered, ""].join("\n");
}
