import type { Json } from "@tweedie/config";
import type { RunRecord } from "../run-record.ts";
import { formatCount, formatDuration } from "./format.ts";
import { type Html, html } from "./html.ts";

/** Each ending with a sign of its own, so that colour is not all that tells them apart. */
const endings: Readonly<Record<RunRecord["status"]["status"], string>> = {
  running: "… running",
  completed: "✓ completed",
  "not-converged": "△ not converged",
  collapsed: "✗ collapsed",
  diverged: "✗ diverged",
  interrupted: "‖ interrupted",
  failed: "✗ failed",
};

/** What was run, how it ended, and what it warned of. */
export function heading({ status, settings, warnings }: RunRecord): Html {
  const facts: [string, string | undefined][] = [
    ["loss", pluginOf(settings["loss"])],
    ["data", pluginOf(settings["data"])],
    ["teacher", pluginOf(settings["teacher"])],
    ["student", pluginOf(settings["student"])],
    ["steps", `${formatCount(status.step)} of ${status.phase}`],
    ["time", formatDuration(status.seconds)],
    ["backend", status.backend],
    ["seed", String(status.seed)],
    ["started (UTC)", status.started.slice(0, 16).replace("T", " ")],
  ];
  return html`<header>
    <p class="kicker">Tweedie, one-step distillation</p>
    <h1>${status.name}</h1>
    <p><span class="badge ${status.status}">${endings[status.status]}</span> ${status.reason}</p>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          value !== undefined &&
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${
      warnings.length > 0 &&
      html`<section class="warnings" aria-label="Warnings">
        <ul>
          ${warnings.map((warning) => html`<li>${warning}</li>`)}
        </ul>
      </section>`
    }
  </header>`;
}

/** The plugin of a block: a string stands for a block without options. */
function pluginOf(block: Json | undefined): string | undefined {
  if (typeof block === "string") return block;
  const use = block && typeof block === "object" && "use" in block ? block.use : undefined;
  return typeof use === "string" ? use : undefined;
}
