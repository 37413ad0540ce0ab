import type { Transformation } from "./transformations.ts";

/** Map of the plane: `x' = a x + b y + c`, `y' = d x + e y + f`. */
export type AffineMap = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** `(f ∘ g)(x, y) = f(g(x, y))`. */
const compose = ([a, b, c, d, e, f]: AffineMap, [p, q, r, s, t, u]: AffineMap): AffineMap => [
  a * p + b * s,
  a * q + b * t,
  a * r + b * u + c,
  d * p + e * s,
  d * q + e * t,
  d * r + e * u + f,
];

const scaling = (x: number, y: number): AffineMap => [x, 0, 0, 0, y, 0];
const translation = (x: number, y: number): AffineMap => [1, 0, x, 0, 1, y];
const rotation = (angle: number): AffineMap => [
  Math.cos(angle),
  -Math.sin(angle),
  0,
  Math.sin(angle),
  Math.cos(angle),
  0,
];

/** Standard deviations of the exponents of the scales, and of translations in units of the side. */
const std = { scale: 0.2, translate: 0.125 };

/**
 * Map from the pixels of a transformed image to those of the original, both counted from the centre, in pixels to the right and down.
 *
 * Flips are not in it. The image is translated, scaled along and across an axis, rotated and scaled as a whole.
 */
export function originOf({ scale, rotate, aniso, translate }: Transformation, side: number): AffineMap {
  const whole = 2 ** (-std.scale * scale);
  const [exponent, axis] = aniso;
  const along = 2 ** (-std.scale * exponent);
  const [x, y] = translate.map((shift) => -shift * std.translate * side) as [number, number];
  return [
    scaling(whole, whole),
    rotation(rotate),
    rotation(-axis),
    scaling(along, 1 / along),
    rotation(axis),
    translation(x, y),
  ].reduce(compose);
}
