import { ndarray, type NDArray, type NDArrays, type Random, rows, slerp, type Student } from "@tweedie/core";
import { drawLatents } from "./student-sampler.ts";

/** Spherical interpolation between consecutive pairs of latents, `columns` points each: `[2 pairs, ...] -> [pairs * columns, ...]`. */
export function interpolateLatents(latents: NDArray, columns: number): NDArray {
  const [count, ...shape] = latents.shape as [number, ...number[]];
  const ends = Array.from({ length: count }, (_, i) => rows(latents, i, i + 1).data);
  const points = Array.from({ length: Math.floor(count / 2) }, (_, pair) =>
    Array.from({ length: columns }, (_, i) => slerp(ends[2 * pair]!, ends[2 * pair + 1]!, i / (columns - 1))),
  ).flat();
  return ndarray([points.length, ...shape], Float32Array.from(points.flatMap((z) => [...z])));
}

/** Draws the inputs of a student for `count` latent walks of `columns` points. Each walk has one class; classes alternate between walks. */
export function drawLatentWalks(
  student: Student,
  random: Random,
  { count, columns }: { count: number; columns: number },
): NDArrays {
  const { classes } = student;
  const label =
    classes !== undefined &&
    Float32Array.from({ length: count * columns }, (_, i) => Math.floor(i / columns) % classes);
  return {
    z: interpolateLatents(drawLatents(student, random, 2 * count)["z"]!, columns),
    ...(label && { label: ndarray([label.length], label) }),
  };
}
