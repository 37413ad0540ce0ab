import { type NDArray, type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import type { StepFunction } from "./executor.ts";
import { sameShape, type Shape } from "./ir/tensor-type.ts";

/** What errors call a step. */
export const stepName = (step: StepFunction): string => `step ${step.name || "(without a name)"}`;

/** Draws of the names and shapes that a step was compiled for. */
export function checkDraws(step: string, draws: NDArrays, shapes: Readonly<Record<string, Shape>>): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const draw = draws[name];
    if (!draw)
      throw new TweedieError({ where: step, what: `the draw '${name}' is missing: it takes [${shape.join()}]` });
    checkShape(step, `draw '${name}'`, draw, shape);
  }
  for (const name of Object.keys(draws)) {
    if (shapes[name]) continue;
    const known = Object.keys(shapes).join(", ") || "none";
    throw new TweedieError({ where: step, what: `there is no draw '${name}': the step was compiled with ${known}` });
  }
}

/** An array of the shape that is expected of it, with as many numbers as that holds. */
export function checkShape(where: string, what: string, array: NDArray, shape: Shape): void {
  if (sameShape(array.shape, shape) && array.data.length === sizeOf(shape)) return;
  throw new TweedieError({
    where,
    what: `the ${what} has shape [${array.shape.join()}] and ${array.data.length} numbers; it must be [${shape.join()}]`,
  });
}

/** A next value of the shape of a weight that there is. */
export function checkUpdate(where: string, name: string, value: { shape: Shape }, shape: Shape | undefined): void {
  if (!shape) throw new TweedieError({ where, what: `it changes the weight '${name}', which the store does not hold` });
  if (sameShape(value.shape, shape)) return;
  throw new TweedieError({
    where,
    what: `it gives the weight '${name}' of shape [${shape.join()}] a value of shape [${value.shape.join()}]`,
  });
}
