import { diagnosticCurvesOf, loggedCurvesOf, resultsOf } from "../results.ts";
import type { RunData } from "../run-data.ts";
import { costSection } from "./sections/cost-section.ts";
import { diagnosticsSection } from "./sections/diagnostics-section.ts";
import { evaluationsSection } from "./sections/evaluations-section.ts";
import { html } from "./html.ts";
import { htmlDocument } from "./html-document.ts";
import { memorySection } from "./sections/memory-section.ts";
import { reproduceSection } from "./sections/reproduce-section.ts";
import { resultsSection } from "./sections/results-section.ts";
import { runHeader } from "./run-header.ts";
import { samplesSection } from "./sections/samples-section.ts";
import { settingsSection } from "./sections/settings-section.ts";
import { trainingSection } from "./sections/training-section.ts";

/** Report of a run as an HTML page. */
export async function runReportPage(data: RunData): Promise<string> {
  const results = resultsOf(data);
  return htmlDocument(
    data.status.name,
    html`${runHeader(data, results)} ${resultsSection(results, data.status)} ${evaluationsSection(data.evaluations)}
    ${await samplesSection(data.samples)} ${await trainingSection(results, loggedCurvesOf(data))}
    ${await costSection(data, results)} ${await diagnosticsSection(diagnosticCurvesOf(data))}
    ${memorySection(data.status)} ${settingsSection(data)} ${reproduceSection(data)}`,
  );
}
