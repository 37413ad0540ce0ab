import { ndarray, type NDArray, type NDArrays, type Random, rows, slerp, type Student } from "@tweedie/core";
import { latents } from "./generate.ts";

/** Latents on great circles: row by row from one latent to the next, `[2 pairs, ...] -> [pairs * columns, ...]`. */
export function latentWalks(latents: NDArray, columns: number): NDArray {
  const [count, ...shape] = latents.shape as [number, ...number[]];
  const ends = Array.from({ length: count }, (_, i) => rows(latents, i, i + 1).data);
  const walks = Array.from({ length: Math.floor(count / 2) }, (_, pair) =>
    Array.from({ length: columns }, (_, i) => slerp(ends[2 * pair]!, ends[2 * pair + 1]!, i / (columns - 1))),
  ).flat();
  return ndarray([walks.length, ...shape], Float32Array.from(walks.flatMap((z) => [...z])));
}

/** What a student makes walks of, row by row; where there are classes, each walk is of the next one. */
export function walks(
  student: Student,
  random: Random,
  { count, columns }: { count: number; columns: number },
): NDArrays {
  const { classes } = student;
  const label =
    classes !== undefined &&
    Float32Array.from({ length: count * columns }, (_, i) => Math.floor(i / columns) % classes);
  return {
    z: latentWalks(latents(student, random, 2 * count)["z"]!, columns),
    ...(label && { label: ndarray([label.length], label) }),
  };
}
