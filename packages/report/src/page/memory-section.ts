import type { RunStatus } from "@tweedie/engine";
import { formatBytes, formatRatio } from "./format.ts";
import { type Html, html } from "./html.ts";

type Memory = NonNullable<RunStatus["memory"]>;
type ModelBytes = Memory["models"][string]["own"];

/** Memory of the trainable models. If they share weights with the teacher, also the memory that full copies would need. */
export function memorySection({ memory }: Pick<RunStatus, "memory">): Html | undefined {
  if (!memory) return undefined;
  const models = Object.values(memory.models);
  const isShared = models.some(({ own, full }) => total(own) !== total(full));
  const sum = (bytesOf: (bytes: ModelBytes) => number, which: "own" | "full") =>
    models.reduce((sum, model) => sum + bytesOf(model[which]), 0);
  const row = (name: string, bytesOf: (bytes: ModelBytes) => number) =>
    html`<tr>
      <th scope="row">${name}</th>
      <td class="number">${formatBytes(sum(bytesOf, "own"))}</td>
      ${
        isShared &&
        html`<td class="number">${formatBytes(sum(bytesOf, "full"))}</td>
          <td class="number">${formatRatio(sum(bytesOf, "own"), sum(bytesOf, "full"))}</td>`
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
              html`<th class="number" scope="col">full copies of the teacher</th>
                <th class="number" scope="col">ratio</th>`
            }
          </tr>
        </thead>
        <tbody>
          ${row("trained weights", ({ weights }) => weights)} ${row("optimizer moments", ({ moments }) => moments)}
          ${row("weights and moments", ({ weights, moments }) => weights + moments)}
          ${row("moving averages", ({ average }) => average)} ${row("checkpoint", total)}
        </tbody>
      </table>
    </div>
    <p class="note">
      Weights of the frozen teacher:
      ${formatBytes(memory.teacher)}${isShared && ", shared by teacher, student and fake score"}. Peak memory of the
      process: ${formatBytes(memory.peak)}.
    </p>
  </section>`;
}

const total = ({ weights, moments, average }: ModelBytes): number => weights + moments + average;
