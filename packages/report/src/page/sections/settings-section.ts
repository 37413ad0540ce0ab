import type { Json } from "@tweedie/config";
import type { RunData } from "../../run-data.ts";
import { dataTable } from "../data-table.ts";
import { foldedPart, foldedSection } from "../fold.ts";
import { type Html, html } from "../html.ts";

/** A block of the configuration: its plugin and its options, without those of nested blocks. */
interface Block {
  readonly path: string;
  readonly use: string;
  readonly options: string;
}

/** The configuration as a table of blocks, and as YAML. */
export const settingsSection = ({ settings, yaml }: Pick<RunData, "settings" | "yaml">): Html =>
  foldedSection(
    "Configuration",
    html`<div class="settings">
        ${dataTable(
          ["block", "plugin", "options"].map((title) => ({ title })),
          blocksOf(settings).map(({ path, use, options }) => [path, use, options]),
          { blocks: true },
        )}
      </div>
      ${yaml !== undefined && foldedPart("config.yaml with all defaults", html`<pre><code>${yaml}</code></pre>`)}`,
  );

function blocksOf(value: Json, path: readonly (string | number)[] = []): Block[] {
  if (!isNested(value)) return [];
  const entries: [string | number, Json][] = isList(value) ? [...value.entries()] : Object.entries(value);
  const own = entries.filter(([name, inner]) => !isNested(inner) && name !== "use");
  const use = !isList(value) && typeof value["use"] === "string" ? value["use"] : "";
  const options = own.map(([name, inner]) => `${name}: ${typeof inner === "string" ? inner : JSON.stringify(inner)}`);
  const block =
    use !== "" || own.length > 0 ? [{ path: path.join(".") || "experiment", use, options: options.join(", ") }] : [];
  return [...block, ...entries.flatMap(([name, inner]) => blocksOf(inner, [...path, name]))];
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** True for a block or a list of blocks. A list of numbers is an option. */
const isNested = (value: Json): value is Readonly<Record<string, Json>> | readonly Json[] =>
  isList(value) ? value.some(isNested) : typeof value === "object" && value !== null;
