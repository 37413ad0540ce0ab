import { diagnosticsOf, resultsOf, tracesOf } from "../results.ts";
import type { RunRecord } from "../run-record.ts";
import { costSection } from "./cost-section.ts";
import { diagnosticsSection } from "./diagnostics-section.ts";
import { heading } from "./heading.ts";
import { document } from "./document.ts";
import { html } from "./html.ts";
import { memorySection } from "./memory-section.ts";
import { reproduceSection } from "./reproduce-section.ts";
import { resultsSection } from "./results-section.ts";
import { samplesSection } from "./samples-section.ts";
import { settingsSection } from "./settings-section.ts";
import { trainingSection } from "./training-section.ts";

/** A run as one HTML page. */
export async function page(record: RunRecord): Promise<string> {
  const results = resultsOf(record);
  return document(
    record.status.name,
    html`${heading(record)} ${resultsSection(results, record.status.samples)} ${await samplesSection(record.samples)}
    ${await costSection(record, results)} ${await trainingSection(results, tracesOf(record))}
    ${await diagnosticsSection(diagnosticsOf(record))} ${memorySection(record.status)} ${settingsSection(record)}
    ${reproduceSection(record)}`,
  );
}
