import type { JSX } from "preact";
import type { RunDetails } from "../../api/run-details.ts";
import type { FollowedRows } from "../api/use-rows.ts";
import { formatCount, formatNumber } from "../parts/format.ts";

/** The newest rows of the log as text, in which no plot hides a value. */
export function LogSection({ run, rows }: { readonly run: RunDetails; readonly rows: FollowedRows }): JSX.Element {
  if (rows.last.length === 0) return <p class="empty">The log has no row yet.</p>;
  return (
    <div class="scroll tall" tabIndex={0} role="region" aria-label={`newest rows of the log of ${run.id}`}>
      <table class="log">
        <thead>
          <tr>
            <th scope="col">phase</th>
            <th scope="col" class="number">
              step
            </th>
            <th scope="col">values</th>
          </tr>
        </thead>
        <tbody>
          {rows.last.map(({ phase, step, values }) => (
            <tr key={`${phase} ${step}`}>
              <td>{phase}</td>
              <td class="number">{formatCount(step)}</td>
              <td class="values">
                {Object.entries(values).map(([name, value]) => (
                  <span key={name}>
                    <span class="muted">{name}</span> {typeof value === "number" ? formatNumber(value) : value}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
