import { frameOf } from "../../figures/scatter.ts";
import { type Html, html } from "../../page/html.ts";
import { sampleFigure } from "../../page/sample-figure.ts";
import { displayKind } from "../../samples-figure.ts";
import { compactValue, formatValue } from "../analysis/parameter-axis.ts";
import type { ShownTrial } from "../shown-trials.ts";
import type { SweepData } from "../sweep-data.ts";
import { meanAndDeviation } from "./sweep-header.ts";
import { trialLink } from "./trial-link.ts";

/** Samples of the best configurations and of the worst one, side by side. */
export async function samplesSection(sweep: SweepData): Promise<Html | false> {
  const { shown, plan, state } = sweep;
  const reference = shown.map(({ data, student }) => data ?? student).find((samples) => samples !== undefined);
  if (!reference || !displayKind(reference)) return false;
  const frame = frameOf(reference);
  const figures: Html[] = [];
  for (const each of shown) {
    const { student, data, configuration, rank } = each;
    if (!student || !displayKind(student)) continue;
    const number = `configuration ${configuration.configuration}`;
    const title =
      configuration.configuration === state.best ? `best: ${number}` : rank === "worst" ? `worst: ${number}` : number;
    const options = { name: "student", alt: `the student of ${number}`, data, frame } as const;
    figures.push(await sampleFigure(student, { ...options, title, caption: captionOf(each, sweep) }));
  }
  if (figures.length === 0) return false;
  const replicates = [...new Set(shown.map(({ trial }) => trial.replicate))];
  const values = replicates.length === 1 ? Object.entries(plan.repeat[replicates[0]!] ?? {}) : [];
  const common = values.map(([path, value]) => `${path} = ${compactValue(value)}`).join(", ");
  return html`<section>
    <h2>Samples</h2>
    <div class="samples">${figures}</div>
    <p class="note">
      One trial of each configuration${common !== "" && `, with ${common}`}: equal seeds have equal latents, so that
      pictures at the same place can be compared.
    </p>
  </section>`;
}

/** Values of the swept parameters, the metric and the link to the report. */
function captionOf({ configuration, trial }: ShownTrial, { axes, folder, metric }: SweepData): Html {
  const values = axes.flatMap((axis) => {
    const value = axis.valueOf(configuration);
    return value === undefined ? [] : [`${axis.name} ${formatValue(value)}`];
  });
  return html`${values.join(", ")}<br />${metric.name} ${meanAndDeviation(configuration)}, trial
    ${trialLink(folder, trial)}`;
}
