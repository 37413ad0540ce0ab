import type { JSX } from "preact";
import type { RunComparison } from "../../api/comparison.ts";
import { formatNumber, formatSpread, settingText } from "../parts/format.ts";
import { Swatch } from "../plot/swatch.tsx";

/** Metrics, the best marked, and the settings that differ, a column a run. */
export function ComparedTable({ comparison }: { readonly comparison: RunComparison }): JSX.Element {
  const { runs, metrics, settings } = comparison;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="metrics and settings that differ">
      <table>
        <thead>
          <tr>
            <th scope="col" />
            {runs.map(({ id }, i) => (
              <th key={id} scope="col" title={id}>
                <Swatch index={i} /> <span class="short">{id.split("/").at(-1)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map(({ name, goal, values, spreads, best }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                {goal && <span class="muted"> {goal === "minimize" ? "↓" : "↑"}</span>}
              </th>
              {values.map((value, i) => (
                <td key={i} class={`number ${best.includes(i) ? "best" : ""}`}>
                  {value === null ? "" : `${formatNumber(value)}${formatSpread(spreads[i] ?? undefined)}`}
                  {best.includes(i) && <span title="best, or as good by chance"> ★</span>}
                </td>
              ))}
            </tr>
          ))}
          {settings.map(({ path, values }) => (
            <tr key={path}>
              <th scope="row">
                <code>{path}</code>
              </th>
              {values.map((value, i) => (
                <td key={i}>
                  <code>{value === null ? "" : settingText(value)}</code>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {settings.length === 0 && <p class="note">No setting differs.</p>}
    </div>
  );
}
