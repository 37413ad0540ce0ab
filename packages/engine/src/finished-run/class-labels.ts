import { type ClassConditional, ndarray, type NDArray, TweedieError } from "@tweedie/core";

/**
 * Class of each of `count` samples, `[count]`: all `label`, or each class in turn if `label` is undefined. Undefined for an
 * unconditional model.
 *
 * @throws TweedieError if the model does not have the class
 */
export function classLabels(
  { classes }: ClassConditional,
  count: number,
  label: number | undefined,
): NDArray | undefined {
  if (classes === undefined) {
    if (label === undefined) return undefined;
    throw new TweedieError({
      where: "--class",
      what: "the model of this run is unconditional",
      fix: "omit --class, or train with `network: { conditional: true }`",
    });
  }
  if (label !== undefined && label >= classes) {
    const fix = `use a class from 0 to ${classes - 1}`;
    throw new TweedieError({ where: "--class", what: `class ${label} does not exist`, fix });
  }
  return ndarray(
    [count],
    Float32Array.from({ length: count }, (_, i) => label ?? i % classes),
  );
}
