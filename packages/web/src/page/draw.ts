/** Position and width of an image on the canvas, in pixels. */
interface Placement {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Draws one image `[h, w, c]` with values from -1 (black) to 1 (white). */
export function drawImage(
  canvas: CanvasRenderingContext2D,
  sample: Float32Array,
  [height, width, channels]: readonly [number, number, number],
  { x, y, side }: Placement,
): void {
  const pixels = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      const value = sample[i * channels + Math.min(c, channels - 1)]!;
      pixels.data[4 * i + c] = Math.round(255 * Math.min(1, Math.max(0, (value + 1) / 2)));
    }
    pixels.data[4 * i + 3] = 255;
  }
  const unscaled = new OffscreenCanvas(width, height);
  unscaled.getContext("2d")!.putImageData(pixels, 0, 0);
  canvas.imageSmoothingEnabled = false;
  canvas.drawImage(unscaled, x, y, side, (side * height) / width);
}

/** Draws points `[n, d]` by their first two coordinates. The plot covers `-reach` to `reach`. */
export function drawPoints(
  canvas: CanvasRenderingContext2D,
  samples: Float32Array,
  { size, reach, side, radius, color }: { size: number; reach: number; side: number; radius: number; color: string },
): void {
  canvas.fillStyle = color;
  const pixel = (value: number) => (side / 2) * (1 + value / reach);
  for (let i = 0; i + 1 < samples.length; i += size) {
    canvas.beginPath();
    canvas.arc(pixel(samples[i]!), side - pixel(samples[i + 1]!), radius, 0, 2 * Math.PI);
    canvas.fill();
  }
}
