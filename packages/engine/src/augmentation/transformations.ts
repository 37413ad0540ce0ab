import type { Random } from "@tweedie/core";
import type { AugmentSettings } from "./augment-settings.ts";

/** Transformation of one image. Those that are not applied have the values of the identity. */
export interface Transformation {
  /** 1 if left and right are exchanged. */
  readonly xflip: number;
  /** 1 if top and bottom are exchanged. */
  readonly yflip: number;
  /** Exponent of the scale, in units of its standard deviation. */
  readonly scale: number;
  /** Angle in radians. */
  readonly rotate: number;
  /** Exponent of the ratio of the scales along an axis and across it, in units of its standard deviation, and the angle of the axis. */
  readonly aniso: readonly [exponent: number, angle: number];
  /** Shift to the right and down, in units of its standard deviation. */
  readonly translate: readonly [x: number, y: number];
}

/** Probability with which anisotropic scaling has a rotated axis. */
const rotatedAxis = 0.5;

/**
 * Draws the transformation of each sample: normal exponents and shifts, uniform angles.
 *
 * The probability applies to each transformation independently. A flip changes half of the samples to which it is applied, and the
 * horizontal one is applied to all. Karras et al., arXiv 2206.00364, appendix F.2.
 */
export function drawTransformations(
  { probability, transformations }: AugmentSettings,
  random: Random,
  count: number,
): readonly Transformation[] {
  const chosen = (name: AugmentSettings["transformations"][number], fraction = probability) => {
    const stream = random.child(name);
    const isApplied = stream.child("applied").uniform(count);
    const limit = transformations.includes(name) ? fraction : 0;
    return { stream, when: (i: number, value: number) => (isApplied[i]! < limit ? value : 0) };
  };
  const angles = (stream: Random) => stream.uniform(count).map((u) => (2 * u - 1) * Math.PI);
  const [xflip, yflip] = [chosen("xflip", probability > 0 ? 1 : 0), chosen("yflip")];
  const [scale, rotate, aniso, translate] = [chosen("scale"), chosen("rotate"), chosen("aniso"), chosen("translate")];
  const flips = [xflip, yflip].map(({ stream }) => stream.child("flip").uniform(count).map(Math.round));
  const scales = scale.stream.child("exponent").normal(count);
  const rotations = angles(rotate.stream.child("angle"));
  const exponents = aniso.stream.child("exponent").normal(count);
  const axes = angles(aniso.stream.child("angle"));
  const isRotated = aniso.stream.child("rotated").uniform(count);
  const shifts = ["x", "y"].map((axis) => translate.stream.child(axis).normal(count));
  return Array.from({ length: count }, (_, i) => ({
    xflip: xflip.when(i, flips[0]![i]!),
    yflip: yflip.when(i, flips[1]![i]!),
    scale: scale.when(i, scales[i]!),
    rotate: rotate.when(i, rotations[i]!),
    aniso: [aniso.when(i, exponents[i]!), isRotated[i]! < rotatedAxis ? axes[i]! : 0],
    translate: [translate.when(i, shifts[0]![i]!), translate.when(i, shifts[1]![i]!)],
  }));
}

/** Number of labels. */
export const labelCount = 9;

/** The numbers that describe a transformation to the network, in the order of EDM's networks. They are zero for the identity. */
export function labelsOf({ xflip, yflip, scale, rotate, aniso, translate }: Transformation): readonly number[] {
  const [exponent, angle] = aniso;
  return [
    ...[xflip, yflip, scale],
    ...[Math.cos(rotate) - 1, Math.sin(rotate)],
    ...[exponent * Math.cos(angle), exponent * Math.sin(angle)],
    ...translate,
  ];
}
