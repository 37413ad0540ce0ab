import type { RunStatus } from "@tweedie/engine";
import { dataTable } from "../data-table.ts";
import { foldedSection } from "../fold.ts";
import { formatBytes, formatRatio } from "../format.ts";
import { type Html, html } from "../html.ts";

type Memory = NonNullable<RunStatus["memory"]>;
type ModelBytes = Memory["models"][string]["own"];

/** Memory of the trainable models. If they share weights with the teacher, also the memory that full copies would need. */
export function memorySection({ memory }: Pick<RunStatus, "memory">): Html | undefined {
  if (!memory) return undefined;
  const models = Object.values(memory.models);
  const isShared = models.some(({ own, full }) => total(own) !== total(full));
  const sum = (bytesOf: (bytes: ModelBytes) => number, which: "own" | "full") =>
    models.reduce((sum, model) => sum + bytesOf(model[which]), 0);
  const row = (name: string, bytesOf: (bytes: ModelBytes) => number) => [
    name,
    formatBytes(sum(bytesOf, "own")),
    ...(isShared ? [formatBytes(sum(bytesOf, "full")), formatRatio(sum(bytesOf, "own"), sum(bytesOf, "full"))] : []),
  ];
  const numbers = ["this run", ...(isShared ? ["full copies of the teacher", "ratio"] : [])];
  return foldedSection(
    "Memory",
    html`${dataTable(
        [{ title: "student and fake score" }, ...numbers.map((title) => ({ title, isNumber: true }))],
        [
          row("trained weights", ({ weights }) => weights),
          row("optimizer moments", ({ moments }) => moments),
          row("weights and moments", ({ weights, moments }) => weights + moments),
          row("moving averages", ({ average }) => average),
          row("checkpoint", total),
        ],
      )}
      <p class="note">
        Weights of the frozen teacher:
        ${formatBytes(memory.teacher)}${isShared && ", shared by teacher, student and fake score"}. Peak memory of the
        process: ${formatBytes(memory.peak)}.
      </p>`,
  );
}

const total = ({ weights, moments, average }: ModelBytes): number => weights + moments + average;
