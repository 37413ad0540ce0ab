import { type NDArray, rows } from "@tweedie/core";
import { imageGrid } from "@tweedie/formats";
import { type Cloud, countOutside, type Frame, scatter, type ScatterOptions } from "../figures/scatter.ts";
import { renderSvg } from "../render.ts";
import { displayKind } from "../samples-figure.ts";
import { pngFigure, svgFigure } from "./figure.ts";
import { formatCount } from "./format.ts";
import { type Html, html } from "./html.ts";

export interface SampleFigureOptions {
  /** Source of the samples, which determines their colour. */
  readonly name: "data" | "teacher" | "student";
  readonly title: string;
  /** Text below the picture. */
  readonly caption?: Html;
  /** Description of the source for the alternative text: `the student at step 200`. */
  readonly alt: string;
  /** True for a figure in a strip of many. */
  readonly isSmall?: boolean;
  /** Samples of the data, drawn beneath points. */
  readonly data: NDArray | undefined;
  readonly frame: Frame;
}

/** Samples as a figure: a grid of images or a scatter plot. */
export async function sampleFigure(
  samples: NDArray,
  { name, title, caption, alt, isSmall = false, data, frame }: SampleFigureOptions,
): Promise<Html> {
  const count = samples.shape[0]!;
  if (displayKind(samples) === "images") {
    const shown = Math.min(count, isSmall ? 16 : 64);
    const png = imageGrid(rows(samples, 0, shown), { columns: isSmall ? 4 : 8 });
    return pngFigure(png, `${shown} images of ${alt}`, { title, caption });
  }
  const beneath: Cloud[] = data && name !== "data" ? [{ samples: data, color: "data" }] : [];
  const options: ScatterOptions = isSmall ? { side: 130, axes: false, most: 400 } : {};
  const svg = await renderSvg(scatter([...beneath, { samples, color: name }], frame, options));
  const outside = countOutside(samples, frame);
  const note = outside > count / 100 ? [`${formatCount(outside)} of ${formatCount(count)} outside the plot`] : [];
  const description = `Scatter plot of ${formatCount(count)} samples of ${alt}${note.map((text) => ` (${text})`).join("")}`;
  return svgFigure(svg, description, {
    title,
    caption:
      caption || note.length > 0 ? html`${caption}${caption && note.length > 0 && html`<br />`}${note}` : undefined,
  });
}
