import type { NDArray } from "@tweedie/core";
import { imageGrid } from "@tweedie/formats";
import { frameOf, renderPng, renderSvg, scatter } from "@tweedie/report";

/** A square picture with a title, as SVG content. */
export interface Panel {
  readonly title: string;
  /** Elements in a square of `side` units. */
  readonly content: string;
}

const side = 250;
const gap = 16;
const titleHeight = 22;

/** Panels in a row, as one PNG file. */
export function panelRow(panels: readonly Panel[]): Promise<Uint8Array> {
  const width = panels.length * (side + gap) - gap;
  const drawn = panels.map(
    ({ title, content }, i) =>
      `<g transform="translate(${i * (side + gap)} 0)"><text x="0" y="15" font-size="13">${title}</text>` +
      `<g transform="translate(0 ${titleHeight})">${content}</g></g>`,
  );
  const size = `width="${width}" height="${side + titleHeight}" viewBox="0 0 ${width} ${side + titleHeight}"`;
  return renderPng(`<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif">${drawn.join("")}</svg>`);
}

/** Points in the plane over those of the data, in the data's frame. */
export async function pointsPanel(
  title: string,
  samples: NDArray,
  data: NDArray,
  color: "data" | "teacher" | "student",
) {
  const clouds = [...(color === "data" ? [] : [{ samples: data, color: "data" as const }]), { samples, color }];
  const svg = await renderSvg(scatter(clouds, frameOf(data), { side, axes: false }));
  return { title, content: svg.replace(/^.*?<svg/s, "<svg") } satisfies Panel;
}

/** Images in a grid. */
export function imagesPanel(title: string, images: NDArray, columns: number): Panel {
  const png = Buffer.from(imageGrid(images, { columns })).toString("base64");
  const image = `<image width="${side}" height="${side}" image-rendering="optimizeSpeed" href="data:image/png;base64,${png}"/>`;
  return { title, content: image };
}
