import type { RunStatus } from "@tweedie/engine";
import { formatBytes, formatRatio } from "./format.ts";
import { type Html, html } from "./html.ts";

type Memory = NonNullable<RunStatus["memory"]>;
type Bytes = Memory["models"][string]["own"];

/** What is trained and kept, beside the same with copies of the teacher for players. */
export function memorySection({ memory }: Pick<RunStatus, "memory">): Html | undefined {
  if (!memory) return undefined;
  const players = Object.values(memory.models);
  const isShared = players.some(({ own, full }) => total(own) !== total(full));
  const sum = (of: (bytes: Bytes) => number, which: "own" | "full") =>
    players.reduce((sum, player) => sum + of(player[which]), 0);
  const row = (name: string, of: (bytes: Bytes) => number) =>
    html`<tr>
      <th scope="row">${name}</th>
      <td class="number">${formatBytes(sum(of, "own"))}</td>
      ${
        isShared &&
        html`<td class="number">${formatBytes(sum(of, "full"))}</td>
          <td class="number">${formatRatio(sum(of, "own"), sum(of, "full"))}</td>`
      }
    </tr>`;
  return html`<section>
    <h2>Memory</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">student and fake score</th>
            <th class="number" scope="col">this run</th>
            ${
              isShared &&
              html`<th class="number" scope="col">as copies of the teacher</th>
                <th class="number" scope="col">share</th>`
            }
          </tr>
        </thead>
        <tbody>
          ${row("trained weights", ({ weights }) => weights)} ${row("moments", ({ moments }) => moments)}
          ${row("weights and moments", ({ weights, moments }) => weights + moments)}
          ${row("averages", ({ average }) => average)} ${row("a checkpoint", total)}
        </tbody>
      </table>
    </div>
    <p class="note">
      The frozen teacher has ${formatBytes(memory.teacher)}${isShared && ", and is held once for all three"}. The
      process held ${formatBytes(memory.peak)} at most.
    </p>
  </section>`;
}

const total = ({ weights, moments, average }: Bytes): number => weights + moments + average;
