import { type NDArray, type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import { sameShape, type Shape } from "../ir/tensor-type.ts";
import type { Store, StepFunction } from "./executor.ts";

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

/** The error of a step's run, with the step's name and the shapes of its draws. */
export function runError(step: string, draws: Readonly<Record<string, Shape>>, cause: unknown): Error {
  const shapes = Object.entries(draws).map(([draw, shape]) => `${draw} [${shape.join()}]`);
  return new Error(`${step} with ${shapes.join(", ")} failed: ${String(cause)}`, { cause });
}

/** A store that an executor created. @throws Error if the store belongs to another executor */
export function ownStore<S extends Store>(stores: Pick<WeakSet<Store>, "has">, store: Store): S {
  if (!stores.has(store)) throw new Error("the store belongs to another executor");
  return store as S;
}

/** Checks that the initial arrays of a store have the numbers of their shapes. */
export function checkInitial(arrays: NDArrays): void {
  for (const [name, array] of Object.entries(arrays)) checkShape("store", `weight '${name}'`, array, array.shape);
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
