import type { Json } from "@tweedie/config";
import { bestCheckpointText, extensionsText, type Result } from "../results.ts";
import type { RunData } from "../run-data.ts";
import { factList } from "./facts.ts";
import { formatCount, formatDuration, formatNumber } from "./format.ts";
import { type Html, html } from "./html.ts";
import { summaryOf } from "./summary.ts";

/** Labels of the statuses. Each has its own symbol, so that they are not distinguished by colour alone. */
const statusLabels: Readonly<Record<RunData["status"]["status"], string>> = {
  running: "… running",
  completed: "✓ completed",
  "not-converged": "△ not converged",
  collapsed: "✗ collapsed",
  diverged: "✗ diverged",
  interrupted: "‖ interrupted",
  failed: "✗ failed",
};

const phaseLabels = { pretrain: "pretraining", distill: "distillation" } as const;

/** Name, status, summary, main settings and warnings of a run. */
export const runHeader = ({ status, settings, warnings }: RunData, results: readonly Result[]): Html =>
  html`<header>
    <p class="kicker">Tweedie, one-step distillation</p>
    <h1>${status.name}</h1>
    <p><span class="badge ${status.status}">${statusLabels[status.status]}</span> ${status.reason}</p>
    ${sentence(summaryOf(results))}
    ${factList([
      ["loss", pluginOf(settings["loss"])],
      ["data", pluginOf(settings["data"])],
      ["teacher", pluginOf(settings["teacher"])],
      ["student", pluginOf(settings["student"])],
      ["step", `${formatCount(status.step)} (${phaseLabels[status.phase]})`],
      ["best checkpoint", bestCheckpointText(status)],
      ["extended", extensionsText(status)],
      ["images", imagesOf(status, settings)],
      ["time", formatDuration(status.seconds)],
      ["backend", status.backend],
      ["seed", String(status.seed)],
      ["started (UTC)", status.started.slice(0, 16).replace("T", " ")],
    ])}
    ${
      warnings.length > 0 &&
      html`<section class="warnings" aria-label="Warnings">
        <ul>
          ${warnings.map((warning) => html`<li>${warning}</li>`)}
        </ul>
      </section>`
    }
  </header>`;

const sentence = (text: string | undefined): Html | false => text !== undefined && html`<p class="summary">${text}</p>`;

/** Images that the steps of the current phase have used, in thousands. */
function imagesOf({ phase, step }: RunData["status"], settings: RunData["settings"]): string | undefined {
  const block = settings[phase];
  const batch = block && typeof block === "object" && "batch" in block ? block.batch : undefined;
  return typeof batch === "number" ? `${formatNumber((step * batch) / 1_000)} kimg` : undefined;
}

/** Plugin of a block. A string is a block without options. */
function pluginOf(block: Json | undefined): string | undefined {
  if (typeof block === "string") return block;
  const use = block && typeof block === "object" && "use" in block ? block.use : undefined;
  return typeof use === "string" ? use : undefined;
}
