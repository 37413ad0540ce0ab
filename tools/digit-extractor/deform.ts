import type { Random } from "@tweedie/core";

/** Largest deformation in either direction: radians, fractions, pixels. */
const limits = { angle: 0.2, scale: 0.12, shear: 0.15, shift: 2 };

/**
 * Data augmentation: images `[count, side, side]`, each rotated, scaled, sheared and shifted at random.
 * Bilinear, with zeros outside the image.
 */
export function deform(images: Float32Array, side: number, random: Random): Float32Array {
  const size = side * side;
  const count = images.length / size;
  const u = random.uniform(6 * count).map((value) => 2 * value - 1);
  const out = new Float32Array(images.length);
  const middle = (side - 1) / 2;
  for (let image = 0; image < count; image++) {
    const [turn, stretchX, stretchY, slant, right, down] = u.subarray(6 * image, 6 * image + 6) as unknown as number[];
    const [cos, sin] = [Math.cos(limits.angle * turn!), Math.sin(limits.angle * turn!)];
    const [scaleX, scaleY] = [1 + limits.scale * stretchX!, 1 + limits.scale * stretchY!];
    const at = (x: number, y: number): number =>
      x < 0 || y < 0 || x >= side || y >= side ? 0 : images[image * size + y * side + x]!;
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        // Source coordinates of the pixel.
        const dx = column - middle - limits.shift * right!;
        const dy = row - middle - limits.shift * down!;
        const x = middle + scaleX * (cos * dx - sin * dy) + limits.shear * slant! * dy;
        const y = middle + scaleY * (sin * dx + cos * dy);
        const [left, top] = [Math.floor(x), Math.floor(y)];
        const [a, b] = [x - left, y - top];
        out[image * size + row * side + column] =
          (1 - b) * ((1 - a) * at(left, top) + a * at(left + 1, top)) +
          b * ((1 - a) * at(left, top + 1) + a * at(left + 1, top + 1));
      }
    }
  }
  return out;
}
