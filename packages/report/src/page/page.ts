import { diagnosticsOf, resultsOf, tracesOf } from "../results.ts";
import type { RunRecord } from "../run-record.ts";
import { costSection } from "./cost-section.ts";
import { diagnosticsSection } from "./diagnostics-section.ts";
import { heading } from "./heading.ts";
import { html, trusted } from "./html.ts";
import { memorySection } from "./memory-section.ts";
import { reproduceSection } from "./reproduce-section.ts";
import { resultsSection } from "./results-section.ts";
import { samplesSection } from "./samples-section.ts";
import { settingsSection } from "./settings-section.ts";
import { style } from "./style.ts";
import { trainingSection } from "./training-section.ts";

/** A run as one HTML page that needs nothing beside itself: no script, no network, which its policy enforces. */
export async function page(record: RunRecord): Promise<string> {
  const results = resultsOf(record);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <title>${record.status.name} · Tweedie</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <main>
          ${heading(record)} ${resultsSection(results)} ${await samplesSection(record.samples)}
          ${await costSection(record, results)} ${await trainingSection(results, tracesOf(record))}
          ${await diagnosticsSection(diagnosticsOf(record))} ${memorySection(record.status)} ${settingsSection(record)}
          ${reproduceSection(record)}
        </main>
      </body>
    </html> `.markup;
}
