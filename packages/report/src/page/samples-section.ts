import { type NDArray, rows } from "@tweedie/core";
import { imageGrid } from "@tweedie/formats";
import { type Cloud, type Frame, frameOf, outside, scatter, type ScatterOptions } from "../figures/scatter.ts";
import { renderSvg } from "../render.ts";
import type { RunSamples } from "../run-record.ts";
import { pictureOf } from "../samples-figure.ts";
import { pngFigure, svgFigure } from "./figure.ts";
import { formatCount } from "./format.ts";
import { type Html, html } from "./html.ts";

/** Images of a walk, as the engine makes them. */
const walkColumns = 9;
const walkReading = "Each row goes from one latent to another on the great circle through both.";

/** Frames of the student in training that are shown. */
const mostFrames = 8;

/** Data, teacher and student side by side, and the student over training. */
export async function samplesSection(samples: RunSamples): Promise<Html | undefined> {
  const { data, teacher, student = samples.progress.at(-1)?.samples, progress, interpolation } = samples;
  const reference = data ?? teacher ?? student;
  if (!reference || !pictureOf(reference)) return undefined;
  const frame = frameOf(reference);
  const show = async (name: "data" | "teacher" | "student", shown: NDArray | undefined) =>
    shown && picture(shown, { name, data, frame });
  const panels = [await show("data", data), await show("teacher", teacher), await show("student", student)];

  const strip: Html[] = [];
  for (const { step, samples: shown } of spread(progress, mostFrames)) {
    strip.push(await picture(shown, { name: "student", small: `step ${formatCount(step)}`, data, frame }));
  }
  return html`<section>
    <h2>Samples</h2>
    <div class="panels">${panels}</div>
    ${
      strip.length > 1 &&
      html`<h3>The student in training</h3>
        <div class="strip">${strip}</div>`
    }
    ${
      interpolation &&
      pictureOf(interpolation) === "images" &&
      html`<h3>Between latents</h3>
        ${pngFigure(imageGrid(interpolation, { columns: walkColumns }), "Rows of images between two latents", walkReading)}`
    }
    ${pictureOf(reference) === "points" && data && html`<p class="note">Grey: data.</p>`}
  </section>`;
}

export interface Picture {
  readonly name: "data" | "teacher" | "student";
  /** Of a small picture among others, when or at what cost. */
  readonly small?: string;
  /** Drawn beneath points, so that what they miss is seen. */
  readonly data: NDArray | undefined;
  readonly frame: Frame;
}

/** Samples as a picture of the page: a panel, or a small one of a strip. */
export async function picture(samples: NDArray, { name, small, data, frame }: Picture): Promise<Html> {
  const count = samples.shape[0]!;
  const isSmall = small !== undefined;
  const caption = small ?? name;
  const of = isSmall ? `of the ${name} at ${caption}` : `of the ${name}`;
  if (pictureOf(samples) === "images") {
    const shown = Math.min(count, isSmall ? 16 : 64);
    const png = imageGrid(rows(samples, 0, shown), { columns: isSmall ? 4 : 8 });
    return pngFigure(png, `${shown} images ${of}`, caption);
  }
  const beneath: Cloud[] = data && name !== "data" ? [{ samples: data, color: "data" }] : [];
  const options: ScatterOptions = isSmall ? { side: 130, axes: false, most: 400 } : {};
  const svg = await renderSvg(scatter([...beneath, { samples, color: name }], frame, options));
  const left = outside(samples, frame);
  const note = left > count / 100 ? ` (${formatCount(left)} of ${formatCount(count)} outside)` : "";
  return svgFigure(svg, `Scatter plot of ${formatCount(count)} samples ${of}${note}`, `${caption}${note}`);
}

/** At most `count` of a list, evenly, with the first and the last. */
function spread<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.round((i * (list.length - 1)) / (count - 1))]!);
}
