import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { TrialState } from "@tweedie/study";
import { type Html, html } from "../../page/html.ts";

/** A link to the report of a trial, from that of its sweep. The report exists if one was asked for. */
export function trialLink(folder: string, trial: TrialState | undefined): Html | false {
  if (trial === undefined) return false;
  const report = join(trial.folder, "report.html");
  if (!existsSync(report)) return html`${trial.trial}`;
  const path = relative(folder, report).split(sep).map(encodeURIComponent).join("/");
  return html`<a href="${path}">${trial.trial}</a>`;
}
