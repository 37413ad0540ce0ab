import type { Json } from "@tweedie/config";
import type { RunData } from "../run-data.ts";
import { type Html, html } from "./html.ts";

/** A block of the configuration: its plugin and its options, without those of nested blocks. */
interface Block {
  readonly path: string;
  readonly use: string;
  readonly options: string;
}

/** The configuration as a table of blocks, and as YAML. */
export const settingsSection = ({ settings, yaml }: RunData): Html => html`
  <section>
    <h2>Configuration</h2>
    <div class="scroll">
      <table class="settings">
        <thead>
          <tr>
            <th scope="col">block</th>
            <th scope="col">plugin</th>
            <th scope="col">options</th>
          </tr>
        </thead>
        <tbody>
          ${blocksOf(settings).map(
            ({ path, use, options }) =>
              html`<tr>
                <th scope="row">${path}</th>
                <td>${use}</td>
                <td>${options}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      yaml !== undefined &&
      html`<details>
        <summary>config.yaml with all defaults</summary>
        <pre><code>${yaml}</code></pre>
      </details>`
    }
  </section>
`;

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
