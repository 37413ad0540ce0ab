import { type NDArray, type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import { sameShape, type Shape } from "../ir/tensor-type.ts";
import type { StepFunction } from "./executor.ts";

/** Name of a step in error messages. */
export const stepName = (step: StepFunction): string => `step ${step.name || "(anonymous)"}`;

/** Checks that draws have the names and shapes for which a step was compiled. */
export function checkDraws(step: string, draws: NDArrays, shapes: Readonly<Record<string, Shape>>): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const draw = draws[name];
    if (!draw) throw new TweedieError({ where: step, what: `the draw '${name}' [${shape.join()}] is missing` });
    checkShape(step, `draw '${name}'`, draw, shape);
  }
  for (const name of Object.keys(draws)) {
    if (shapes[name]) continue;
    const known = Object.keys(shapes).length > 0 ? `the draws ${Object.keys(shapes).join(", ")}` : "no draws";
    throw new TweedieError({ where: step, what: `there is no draw '${name}'; the step was compiled with ${known}` });
  }
}

/** Checks the shape of an array and its number of elements. */
export function checkShape(where: string, what: string, array: NDArray, shape: Shape): void {
  if (sameShape(array.shape, shape) && array.data.length === sizeOf(shape)) return;
  throw new TweedieError({
    where,
    what: `the ${what} has shape [${array.shape.join()}] and ${array.data.length} numbers; it must be [${shape.join()}]`,
  });
}

/** Checks that an updated value belongs to a weight and has its shape, which is undefined for an unknown weight. */
export function checkUpdate(where: string, name: string, value: { shape: Shape }, shape: Shape | undefined): void {
  if (!shape) throw new TweedieError({ where, what: `it updates the weight '${name}', which is not in the store` });
  if (sameShape(value.shape, shape)) return;
  throw new TweedieError({
    where,
    what: `it updates the weight '${name}' of shape [${shape.join()}] with a value of shape [${value.shape.join()}]`,
  });
}
