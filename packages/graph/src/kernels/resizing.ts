import type { ResizeBilinearAttrs, ResizeNearestNeighborAttrs } from "@tensorflow/tfjs";
import { sizeOf } from "@tweedie/core";
import type { Node } from "../ir/node.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { applyMap, type PixelMap, type Share, transposeMap } from "./pixel-map.ts";

type Attrs = Pick<ResizeBilinearAttrs, "alignCorners" | "halfPixelCenters">;

/** For each place of a resized axis, its shares of the places that there were. */
type AxisMap = (from: number, to: number, attrs: Attrs) => Share[][];

const ratio = (from: number, to: number, { alignCorners }: Attrs): number =>
  alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;

const nearest: AxisMap = (from, to, attrs) =>
  Array.from({ length: to }, (_, i) => {
    const place = ratio(from, to, attrs) * (attrs.halfPixelCenters ? i + 0.5 : i);
    const pixel = Math.min(from - 1, attrs.alignCorners ? Math.round(place) : Math.floor(place));
    return [{ pixel: Math.max(0, pixel), weight: 1 }];
  });

const linear: AxisMap = (from, to, attrs) =>
  Array.from({ length: to }, (_, i) => {
    const place = ratio(from, to, attrs) * (attrs.halfPixelCenters ? i + 0.5 : i) - (attrs.halfPixelCenters ? 0.5 : 0);
    const below = Math.max(0, Math.floor(place));
    const above = Math.min(from - 1, Math.ceil(place));
    const fraction = below === above ? 0 : place - below;
    return fraction === 0
      ? [{ pixel: below, weight: 1 }]
      : [
          { pixel: below, weight: 1 - fraction },
          { pixel: above, weight: fraction },
        ];
  });

type Size = readonly [number, number];

function imageMap(axis: AxisMap, from: Size, to: Size, attrs: Attrs): PixelMap {
  const [rows, columns] = [axis(from[0], to[0], attrs), axis(from[1], to[1], attrs)];
  return rows.flatMap((row) =>
    columns.map((column) =>
      row.flatMap((above) =>
        column.map((beside) => ({
          pixel: above.pixel * from[1] + beside.pixel,
          weight: above.weight * beside.weight,
        })),
      ),
    ),
  );
}

const extents = (images: Shape): Size => images.slice(1, 3) as unknown as Size;

const resize =
  (axis: AxisMap) =>
  ({ images }: { images: Node }, { size, ...attrs }: ResizeNearestNeighborAttrs): Node =>
    applyMap(images, imageMap(axis, extents(images.shape), size, attrs), size);

const gradientMap =
  (axis: AxisMap) =>
  (images: Shape, dy: Shape, attrs: Attrs): PixelMap => {
    // prettier-ignore
    const size = extents(images);
    return transposeMap(imageMap(axis, size, extents(dy), attrs), sizeOf(size));
  };

/** How the gradients of images that were resized go back to them. */
export const resizingGradientMaps = {
  ResizeBilinearGrad: gradientMap(linear),
  ResizeNearestNeighborGrad: gradientMap(nearest),
};

const resizeGradient =
  (mapOf: ReturnType<typeof gradientMap>) =>
  ({ images, dy }: { images: Node; dy: Node }, attrs: Attrs): Node =>
    applyMap(dy, mapOf(images.shape, dy.shape, attrs), extents(images.shape));

/** Images resized, and the transposes of that. */
export const resizingKernels = {
  ResizeBilinear: resize(linear),
  ResizeBilinearGrad: resizeGradient(resizingGradientMaps.ResizeBilinearGrad),
  ResizeNearestNeighbor: resize(nearest),
  ResizeNearestNeighborGrad: resizeGradient(resizingGradientMaps.ResizeNearestNeighborGrad),
};
