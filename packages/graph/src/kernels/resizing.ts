import type { ResizeBilinearAttrs, ResizeNearestNeighborAttrs } from "@tensorflow/tfjs-core";
import { sizeOf } from "@tweedie/core";
import type { Node } from "../ir/node.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { applyPixelMap, type PixelMap, transposePixelMap, type WeightedPixel } from "./pixel-map.ts";

type Attrs = Pick<ResizeBilinearAttrs, "alignCorners" | "halfPixelCenters">;

/** Weighted input positions of each output position along one axis. */
type AxisMap = (from: number, to: number, attrs: Attrs) => WeightedPixel[][];

const ratio = (from: number, to: number, { alignCorners }: Attrs): number =>
  alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;

const nearest: AxisMap = (from, to, attrs) =>
  Array.from({ length: to }, (_, i) => {
    const centre = attrs.halfPixelCenters ? 0.5 : 0;
    const position = ratio(from, to, attrs) * (i + centre);
    const pixel = Math.min(from - 1, attrs.alignCorners ? Math.round(position) : Math.floor(position));
    return [{ pixel: Math.max(0, pixel), weight: 1 }];
  });

const linear: AxisMap = (from, to, attrs) =>
  Array.from({ length: to }, (_, i) => {
    const centre = attrs.halfPixelCenters ? 0.5 : 0;
    const position = ratio(from, to, attrs) * (i + centre) - centre;
    const below = Math.max(0, Math.floor(position));
    const above = Math.min(from - 1, Math.ceil(position));
    const fraction = below === above ? 0 : position - below;
    return fraction === 0
      ? [{ pixel: below, weight: 1 }]
      : [
          { pixel: below, weight: 1 - fraction },
          { pixel: above, weight: fraction },
        ];
  });

type Size = readonly [number, number];

/** Separable map of images: the product of the maps of both axes. */
function imageMap(axisMap: AxisMap, from: Size, to: Size, attrs: Attrs): PixelMap {
  const [rows, columns] = [axisMap(from[0], to[0], attrs), axisMap(from[1], to[1], attrs)];
  return rows.flatMap((row) =>
    columns.map((column) =>
      row.flatMap((y) =>
        column.map((x) => ({
          pixel: y.pixel * from[1] + x.pixel,
          weight: y.weight * x.weight,
        })),
      ),
    ),
  );
}

const imageSize = (images: Shape): Size => images.slice(1, 3) as unknown as Size;

const resize =
  (axisMap: AxisMap) =>
  ({ images }: { images: Node }, { size, ...attrs }: ResizeNearestNeighborAttrs): Node =>
    applyPixelMap(images, imageMap(axisMap, imageSize(images.shape), size, attrs), size);

const gradientMap =
  (axisMap: AxisMap) =>
  (images: Shape, dy: Shape, attrs: Attrs): PixelMap => {
    const size = imageSize(images);
    return transposePixelMap(imageMap(axisMap, size, imageSize(dy), attrs), sizeOf(size));
  };

/** Gradients of resizing with respect to the images. */
export const resizingGradientMaps = {
  ResizeBilinearGrad: gradientMap(linear),
  ResizeNearestNeighborGrad: gradientMap(nearest),
};

const resizeGradient =
  (mapOf: ReturnType<typeof gradientMap>) =>
  ({ images, dy }: { images: Node; dy: Node }, attrs: Attrs): Node =>
    applyPixelMap(dy, mapOf(images.shape, dy.shape, attrs), imageSize(images.shape));

/** Image resizing and its gradients. */
export const resizingKernels = {
  ResizeBilinear: resize(linear),
  ResizeBilinearGrad: resizeGradient(resizingGradientMaps.ResizeBilinearGrad),
  ResizeNearestNeighbor: resize(nearest),
  ResizeNearestNeighborGrad: resizeGradient(resizingGradientMaps.ResizeNearestNeighborGrad),
};
