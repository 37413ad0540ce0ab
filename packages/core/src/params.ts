import type { Tensor } from "@tensorflow/tfjs-core";

/** Named weights of a network, or the state of an optimiser: dotted names, as in a safetensors file. */
export type Params<T = Tensor> = Readonly<Record<string, T>>;

/** `{ w }` under the prefix `net` becomes `{ "net.w" }`. */
export const nest = <T>(prefix: string, params: Params<T>): Params<T> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [`${prefix}.${name}`, value]));

/** The inverse of `nest`: the entries under a prefix, with the prefix removed. */
export const under = <T>(prefix: string, params: Params<T>): Params<T> =>
  Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, value]) => [name.slice(prefix.length + 1), value]),
  );

/** Applies a function to every entry and keeps the names. */
export const mapParams = <T, U>(params: Params<T>, map: (value: T, name: string) => U): Params<U> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, map(value, name)]));
