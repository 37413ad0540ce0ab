import { mapParams, type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import type { FlatParameter } from "../flat-parameters/flat-parameter.ts";
import { type BufferRange, createDoubleBuffer, type DoubleBuffer, elementsOf } from "./double-buffer.ts";
import { freeMemory } from "./free-memory.ts";
import type { Ort } from "./session.ts";

interface Location {
  readonly buffer: DoubleBuffer;
  readonly range: BufferRange;
}

/** Memory of a store's weights. At first each has a buffer of its own; flattened weights share one. */
export interface WeightMemory {
  /** @throws TweedieError for an unknown weight. */
  locate(name: string): Location;
  /** Current values of a weight, not a copy. */
  values(name: string): Float32Array;
  /** True if exactly these weights share a buffer, in this order. */
  isFlat(names: FlatParameter): boolean;
  /** Moves weights into one buffer, in this order, if each still has a buffer of its own. Returns true if they are flat now. */
  flatten(names: FlatParameter): boolean;
  clear(): void;
}

/** Copies arrays to a store's memory. It does not keep them: they may be as large as the state. */
export function createWeightMemory(ort: Ort, arrays: NDArrays): WeightMemory {
  const shapes = mapParams(arrays, ({ shape }) => shape);
  const locations = new Map<string, Location>();
  const place = (names: FlatParameter, values: Float32Array): void => {
    let begin = 0;
    const ranges: Record<string, BufferRange> = {};
    for (const name of names) {
      const shape = shapes[name]!;
      ranges[name] = { begin, shape };
      begin += sizeOf(shape);
    }
    const buffer = createDoubleBuffer(ort, ranges, values);
    for (const name of names) locations.set(name, { buffer, range: ranges[name]! });
  };
  for (const [name, { data }] of Object.entries(arrays)) place([name], Float32Array.from(data));

  const locate = (name: string): Location => {
    const found = locations.get(name);
    if (!found) throw new TweedieError({ where: "store", what: `there is no weight '${name}'` });
    return found;
  };
  const values = (name: string): Float32Array => {
    const { buffer, range } = locate(name);
    return elementsOf(buffer.current, range);
  };
  const isFlat = (names: FlatParameter): boolean => {
    const { members } = locate(names[0]!).buffer;
    return members.length === names.length && members.every((name, i) => name === names[i]);
  };
  return {
    locate,
    values,
    isFlat,
    flatten(names) {
      if (isFlat(names)) return true;
      const areSeparate = names.every((name) => locate(name).buffer.members.length === 1);
      if (!areSeparate || new Set(names).size < names.length) return false;
      const flat = new Float32Array(names.reduce((sum, name) => sum + values(name).length, 0));
      const separate = names.map(values);
      let begin = 0;
      for (const array of separate) {
        flat.set(array, begin);
        begin += array.length;
      }
      place(names, flat);
      freeMemory(separate);
      return true;
    },
    clear: () => {
      locations.clear();
    },
  };
}
