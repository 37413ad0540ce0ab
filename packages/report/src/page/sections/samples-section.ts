import type { NDArray } from "@tweedie/core";
import { imageGrid } from "@tweedie/formats";
import { frameOf } from "../../figures/scatter.ts";
import type { RunSamples } from "../../run-samples.ts";
import { displayKind } from "../../samples-figure.ts";
import { pngFigure } from "../figure.ts";
import { formatCount } from "../format.ts";
import { type Html, html } from "../html.ts";
import { sampleFigure } from "../sample-figure.ts";

/** Images of one latent interpolation. */
const interpolationColumns = 9;

/** Maximum number of training steps whose samples are shown. */
const maxFrames = 8;

/** Samples of data, teacher and student side by side, samples of the student during training, and latent interpolations. */
export async function samplesSection(samples: RunSamples): Promise<Html | undefined> {
  const { data, teacher, student = samples.progress.at(-1)?.samples, progress, interpolation } = samples;
  const reference = data ?? teacher ?? student;
  if (!reference || !displayKind(reference)) return undefined;
  const frame = frameOf(reference);
  const panelOf = async (name: "data" | "teacher" | "student", shown: NDArray | undefined) =>
    shown && sampleFigure(shown, { name, title: name, alt: `the ${name}`, data, frame });
  const panels = [await panelOf("data", data), await panelOf("teacher", teacher), await panelOf("student", student)];

  const strip: Html[] = [];
  for (const { step, samples: shown } of evenlySpaced(progress, maxFrames)) {
    const title = `step ${formatCount(step)}`;
    const alt = `the student at ${title}`;
    strip.push(await sampleFigure(shown, { name: "student", title, alt, isSmall: true, data, frame }));
  }
  return html`<section>
    <h2>Samples</h2>
    <div class="panels">${panels}</div>
    ${
      strip.length > 1 &&
      html`<h3>Student during training</h3>
        <div class="strip">${strip}</div>`
    }
    ${
      interpolation &&
      displayKind(interpolation) === "images" &&
      html`<h3>Latent interpolation</h3>
        ${pngFigure(
          imageGrid(interpolation, { columns: interpolationColumns }),
          "Rows of images that interpolate between two latents",
          { caption: "Each row interpolates between two latents along the great circle through both." },
        )}`
    }
    ${displayKind(reference) === "points" && data && html`<p class="note">Grey points: data.</p>`}
  </section>`;
}

/** At most `count` items of a list, evenly spaced, with the first and the last. */
function evenlySpaced<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.round((i * (list.length - 1)) / (count - 1))]!);
}
