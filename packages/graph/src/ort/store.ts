import { type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import { checkShape } from "../check.ts";
import type { Store } from "../executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Pack } from "../packs/pack-updates.ts";
import { createMutex, type Mutex } from "../mutex.ts";
import { type Buffers, createBuffers, type Part, type View } from "./buffers.ts";
import type { Ort } from "./session.ts";

/** Weights in memory that ONNX Runtime reads from and writes to in place. */
export interface OrtStore extends Store {
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Lays weights side by side, in this order, if they do not lie beside others already: whether they do now. */
  pack(names: Pack): boolean;
  /** A weight, or several that lie side by side as one vector. Weights must not be packed anew while it is in use. */
  vector(names: Pack): View;
  /** Makes the next values of some weights their current ones. */
  flip(names: readonly string[]): void;
  /** Steps that share a store take turns. */
  readonly inTurn: Mutex;
}

export function createOrtStore(ort: Ort, arrays: NDArrays): OrtStore {
  const shapes = Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape]));
  /** Where each weight lies. */
  const places = new Map<string, { readonly buffers: Buffers; readonly part: Part }>();
  const lay = (names: Pack, numbers: Float32Array): void => {
    let begin = 0;
    const parts: Record<string, Part> = {};
    for (const name of names) {
      parts[name] = { begin, shape: shapes[name]! };
      begin += sizeOf(shapes[name]!);
    }
    const buffers = createBuffers(ort, parts, numbers);
    for (const name of names) places.set(name, { buffers, part: parts[name]! });
  };
  for (const [name, array] of Object.entries(arrays)) {
    checkShape("store", `weight '${name}'`, array, array.shape);
    lay([name], Float32Array.from(array.data));
  }
  const place = (name: string) => {
    const found = places.get(name);
    if (!found) throw new TweedieError({ where: "store", what: `there is no weight '${name}'` });
    return found;
  };
  const numbers = (name: string): Float32Array => {
    const { buffers, part } = place(name);
    return buffers.current.subarray(part.begin, part.begin + sizeOf(part.shape));
  };
  const isPack = (names: Pack): boolean => {
    const { members } = place(names[0]!).buffers;
    return members.length === names.length && members.every((name, i) => name === names[i]);
  };
  const inTurn = createMutex();
  return {
    names: Object.keys(arrays),
    shapes,
    pack(names) {
      if (isPack(names)) return true;
      const alone = names.every((name) => place(name).buffers.members.length === 1);
      if (!alone || new Set(names).size < names.length) return false;
      const vector = new Float32Array(names.reduce((sum, name) => sum + sizeOf(shapes[name]!), 0));
      let begin = 0;
      for (const name of names) {
        vector.set(numbers(name), begin);
        begin += sizeOf(shapes[name]!);
      }
      lay(names, vector);
      return true;
    },
    vector(names) {
      const [first] = names as readonly [string];
      if (names.length === 1) return movable(() => place(first));
      if (!isPack(names)) throw new Error(`${names.join(", ")} do not lie side by side`);
      const { buffers } = place(first);
      return buffers.view({ begin: 0, shape: [buffers.current.length] });
    },
    flip(names) {
      const changed = new Set(names);
      for (const buffers of new Set(names.map((name) => place(name).buffers))) buffers.flip(changed);
    },
    inTurn,
    read: (names = Object.keys(arrays)) =>
      inTurn(() =>
        Promise.resolve(
          Object.fromEntries(
            names.map((name) => [name, { shape: place(name).part.shape, data: numbers(name).slice() }]),
          ),
        ),
      ),
    write: (values) => {
      for (const [name, array] of Object.entries(values)) {
        checkShape("store", `value of weight '${name}'`, array, place(name).part.shape);
        numbers(name).set(array.data);
      }
    },
    dispose: () => {
      places.clear();
    },
  };
}

/** One weight, which another step may lay beside others. */
function movable(place: () => { readonly buffers: Buffers; readonly part: Part }): View {
  let known: { readonly buffers: Buffers; readonly view: View } | undefined;
  const view = (): View => {
    const { buffers, part } = place();
    if (known?.buffers !== buffers) known = { buffers, view: buffers.view(part) };
    return known.view;
  };
  return { current: () => view().current(), next: () => view().next() };
}
