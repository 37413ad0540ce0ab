/** Pixels of a sample a side, and between samples. */
const [side, gap] = [14, 2];

/** Draws samples in [-1, 1] as ink in the colour of the text, row by row. */
export function drawDigits(canvas: HTMLCanvasElement, pixels: Float32Array, columns: number): void {
  const count = pixels.length / side ** 2;
  canvas.width = columns * (side + gap) - gap;
  canvas.height = Math.ceil(count / columns) * (side + gap) - gap;
  const context = canvas.getContext("2d")!;
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(canvas).color.match(/\d+/g) ?? []).map(Number);
  const image = context.createImageData(side, side);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < side ** 2; i++) {
      const ink = (pixels[k * side ** 2 + i]! + 1) / 2;
      image.data.set([red, green, blue, 255 * ink], 4 * i);
    }
    context.putImageData(image, (k % columns) * (side + gap), Math.floor(k / columns) * (side + gap));
  }
}
