import { type Conditional, ndarray, type NDArray, TweedieError } from "@tweedie/core";

/** The class of each sample: the one that is asked for, or each in turn; nothing where there are no classes. */
export function labelsFor({ classes }: Conditional, count: number, one: number | undefined): NDArray | undefined {
  if (classes === undefined) {
    if (one === undefined) return undefined;
    throw new TweedieError({
      where: "--class",
      what: "this run knows no classes",
      fix: "leave --class out, or train with `network: { conditional: true }`",
    });
  }
  if (one !== undefined && one >= classes) {
    throw new TweedieError({ where: "--class", what: `there is no class ${one}`, fix: `0 to ${classes - 1}` });
  }
  return ndarray(
    [count],
    Float32Array.from({ length: count }, (_, i) => one ?? i % classes),
  );
}
