/** The symlet of order 6: an orthogonal low-pass filter of two channels. Daubechies, Ten lectures on wavelets (1992), table 8.1. */
const symlet = [
  0.015404109327, 0.003490712084, -0.117990111148, -0.048311742586, 0.491055941927, 0.78764114103, 0.337929421728,
  -0.072637522786, -0.021060292512, 0.044724901771, 0.001767711864, -0.007800708325,
];

/** Weight of the filter at an index; zero outside. */
const weightAt = (index: number): number => symlet[index] ?? 0;

/** Points of an axis that the downsampling reads, for images with this side. */
export const sampledExtent = (side: number): number => 2 * (side + 5);

/** Extent of an axis after upsampling, for images with this side: twice that of the image and its reflections, and a zero at each end. */
export const upsampledExtent = (side: number): number => 2 * (3 * side - 2) + 2;

/** A matrix by rows: `[rows, columns]`. */
export type Matrix = readonly (readonly number[])[];

/** Upsampling of an axis by 2 after reflection at both ends, up to the whole image: `[upsampledExtent, side]`. */
export function upsampling(side: number): Matrix {
  const rows = upsampledExtent(side);
  const margin = side - 1;
  const matrix = Array.from({ length: rows }, () => new Array<number>(side).fill(0));
  for (let j = 0; j < side + 2 * margin; j++) {
    const mirrored = Math.abs(j - margin);
    const column = mirrored < side ? mirrored : 2 * (side - 1) - mirrored;
    for (let k = 0; k < rows - 2; k++) matrix[k + 1]![column]! += weightAt(k - 2 * j + 5);
  }
  return matrix;
}

/** Downsampling of an axis by 2: `[side, sampledExtent]`. */
export const downsampling = (side: number): Matrix =>
  Array.from({ length: side }, (_, row) =>
    Array.from({ length: sampledExtent(side) }, (_, column) => weightAt(column - 2 * row)),
  );
