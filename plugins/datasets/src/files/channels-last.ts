import { ndarray, type NDArray, TweedieError } from "@tweedie/core";

/** Position of the channel axis; `none` for grey images without one. */
export type Layout = "last" | "first" | "none";

/**
 * Converts images `[n, c, h, w]` ("first") or `[n, h, w]` ("none") to `[n, h, w, c]`. Returns "last" arrays unchanged.
 *
 * @throws TweedieError if the array does not have the number of axes of its layout.
 */
export function toChannelsLast(array: NDArray, layout: Layout, where: string): NDArray {
  const { shape, data } = array;
  if (layout === "last") return array;
  const rank = layout === "first" ? 4 : 3;
  if (shape.length !== rank) {
    const what = `has the shape [${shape.join(", ")}], but \`layout: ${layout}\` needs ${rank} axes`;
    throw new TweedieError({ where, what });
  }
  if (layout === "none") return ndarray([...shape, 1], data);
  const [count, channels, height, width] = shape as [number, number, number, number];
  const area = height * width;
  const out = new Float32Array(data.length);
  for (let image = 0; image < count; image++) {
    for (let channel = 0; channel < channels; channel++) {
      const plane = data.subarray((image * channels + channel) * area, (image * channels + channel + 1) * area);
      plane.forEach((value, pixel) => (out[(image * area + pixel) * channels + channel] = value));
    }
  }
  return ndarray([count, height, width, channels], out);
}
