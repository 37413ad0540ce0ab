import type { NDArray } from "@tweedie/core";
import { encode } from "fast-png";

/** Layout and scaling of a grid of images. */
export interface GridOptions {
  /** Images per row. Default: the grid is about square. */
  readonly columns?: number | undefined;
  /** Side of the PNG pixels per image pixel. Default: images are at least about 48 pixels wide. */
  readonly scale?: number | undefined;
  /** Values of black and white; values outside are clipped. Default: -1 and 1. */
  readonly range?: readonly [number, number];
}

const gutter = 1;
const gutterShade = 0x80; // distinct from black and from white

/**
 * Encodes images `[n, h, w, c]` (c = 1 grey, c = 3 RGB) as one PNG, arranged in rows.
 *
 * Images are enlarged by repeating pixels and separated by a gutter of one pixel. NaN is black.
 *
 * @throws Error for arrays of other shapes.
 */
export function imageGrid(samples: NDArray, options: GridOptions = {}): Uint8Array {
  const [count, height, width, channels] = samples.shape as [number, number, number, number];
  if (samples.shape.length !== 4 || count === 0 || (channels !== 1 && channels !== 3)) {
    throw new Error(`images must have shape [n, h, w, 1] or [n, h, w, 3], not [${samples.shape.join()}]`);
  }
  const { columns = Math.ceil(Math.sqrt(count)), range = [-1, 1] } = options;
  const { scale = Math.max(1, Math.ceil(48 / Math.max(height, width))) } = options;
  const [black, white] = range;
  const across = Math.min(columns, count);
  const pitchX = width * scale + gutter;
  const pitchY = height * scale + gutter;
  const sheet = { width: across * pitchX - gutter, height: Math.ceil(count / across) * pitchY - gutter };
  const data = new Uint8Array(sheet.width * sheet.height * channels).fill(gutterShade);

  for (let image = 0; image < count; image++) {
    const left = (image % across) * pitchX;
    const top = Math.floor(image / across) * pitchY;
    for (let y = 0; y < height * scale; y++) {
      for (let x = 0; x < width * scale; x++) {
        const source = ((image * height + Math.floor(y / scale)) * width + Math.floor(x / scale)) * channels;
        const target = ((top + y) * sheet.width + left + x) * channels;
        for (let c = 0; c < channels; c++) {
          const value = (samples.data[source + c]! - black) / (white - black);
          data[target + c] = Math.round(255 * Math.min(1, Math.max(0, value)));
        }
      }
    }
  }
  return encode({ ...sheet, data, channels, depth: 8 });
}
