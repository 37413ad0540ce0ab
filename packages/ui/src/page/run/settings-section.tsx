import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Setting } from "../../api/run-details.ts";
import { settingText } from "../parts/format.ts";

/** The configuration by path, each value with its origin: set by the experiment, or the default. */
export function SettingsSection({ settings }: { readonly settings: readonly Setting[] }): JSX.Element {
  const hasOrigins = settings.some(({ origin }) => origin !== undefined);
  const [isAll, setAll] = useState(false);
  const [filter, setFilter] = useState("");
  const shown = settings.filter(
    ({ path, value, origin }) =>
      (isAll || !hasOrigins || origin === "set" || filter !== "") &&
      `${path} ${settingText(value)}`.toLowerCase().includes(filter.toLowerCase()),
  );
  return (
    <>
      <div class="options">
        <label>
          Search <input type="search" value={filter} onInput={({ currentTarget }) => setFilter(currentTarget.value)} />
        </label>
        {hasOrigins && (
          <label class="check">
            <input type="checkbox" checked={isAll} onChange={() => setAll(!isAll)} /> defaults too
          </label>
        )}
        <span class="hint">
          {shown.length} of {settings.length}
        </span>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="settings">
        <table>
          <thead>
            <tr>
              <th scope="col">path</th>
              <th scope="col">value</th>
              <th scope="col">origin</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ path, value, origin, default: standard }) => (
              <tr key={path}>
                <th scope="row">
                  <code>{path}</code>
                </th>
                <td>
                  <code>{settingText(value)}</code>
                </td>
                <td class="muted">
                  {origin === "set"
                    ? `set${standard === undefined ? "" : `; default ${settingText(standard)}`}`
                    : (origin ?? "")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
