import { diagnosticCurvesOf, loggedCurvesOf, resultsOf } from "../results.ts";
import type { RunData } from "../run-data.ts";
import { costSection } from "./cost-section.ts";
import { diagnosticsSection } from "./diagnostics-section.ts";
import { evaluationsSection } from "./evaluations-section.ts";
import { html } from "./html.ts";
import { htmlDocument } from "./html-document.ts";
import { memorySection } from "./memory-section.ts";
import { reproduceSection } from "./reproduce-section.ts";
import { resultsSection } from "./results-section.ts";
import { runHeader } from "./run-header.ts";
import { samplesSection } from "./samples-section.ts";
import { settingsSection } from "./settings-section.ts";
import { trainingSection } from "./training-section.ts";

/** Report of a run as an HTML page. */
export async function runReportPage(data: RunData): Promise<string> {
  const results = resultsOf(data);
  return htmlDocument(
    data.status.name,
    html`${runHeader(data, results)} ${resultsSection(results, data.status)} ${evaluationsSection(data.evaluations)}
    ${await samplesSection(data.samples)} ${await costSection(data, results)}
    ${await trainingSection(results, loggedCurvesOf(data))} ${await diagnosticsSection(diagnosticCurvesOf(data))}
    ${memorySection(data.status)} ${settingsSection(data)} ${reproduceSection(data)}`,
  );
}
