import { type NDArray, TweedieError } from "@tweedie/core";
import { imageGrid } from "@tweedie/formats";
import { frameOf, scatter } from "./figures/scatter.ts";
import { renderPng, renderSvg } from "./render.ts";

/** How samples can be shown: images in a grid, vectors by their first two coordinates, others not at all. */
export function pictureOf({ shape }: NDArray): "images" | "points" | undefined {
  if (shape.some((extent) => extent === 0)) return undefined;
  if (shape.length === 4 && (shape[3] === 1 || shape[3] === 3)) return "images";
  return shape.length === 2 && shape[1]! >= 2 ? "points" : undefined;
}

/** Samples `[n, ...]` as a PNG file: a grid of images, or a scatter of points. */
export async function samplesFigure(samples: NDArray): Promise<Uint8Array> {
  switch (pictureOf(samples)) {
    case "images":
      return imageGrid(samples);
    case "points": {
      const figure = scatter([{ samples, color: "student" }], frameOf(samples));
      return renderPng(await renderSvg(figure));
    }
    case undefined:
      throw new TweedieError({
        where: "samples",
        what: `of shape [${samples.shape.join(", ")}] have no picture`,
        fix: "write them as numbers: -o samples.npy",
      });
  }
}
