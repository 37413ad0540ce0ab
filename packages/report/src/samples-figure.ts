import { type NDArray, TweedieError } from "@tweedie/core";
import { imageGrid } from "@tweedie/formats";
import { frameOf, scatter } from "./figures/scatter.ts";
import { renderPng, renderSvg } from "./render.ts";

/** Display of samples: images as a grid, vectors as points of their first two coordinates; undefined if neither is possible. */
export function displayKind({ shape }: NDArray): "images" | "points" | undefined {
  if (shape.some((extent) => extent === 0)) return undefined;
  if (shape.length === 4 && (shape[3] === 1 || shape[3] === 3)) return "images";
  return shape.length === 2 && shape[1]! >= 2 ? "points" : undefined;
}

/**
 * Samples `[n, ...]` as a PNG file: a grid of images, or a scatter plot of points.
 *
 * @throws TweedieError if the shape can be displayed in neither way.
 */
export async function samplesFigure(samples: NDArray): Promise<Uint8Array> {
  switch (displayKind(samples)) {
    case "images":
      return imageGrid(samples);
    case "points": {
      const figure = scatter([{ samples, color: "student" }], frameOf(samples));
      return renderPng(await renderSvg(figure));
    }
    case undefined:
      throw new TweedieError({
        where: "samples",
        what: `cannot be drawn: shape [${samples.shape.join(", ")}]`,
        fix: "write them as numbers: -o samples.npy",
      });
  }
}
