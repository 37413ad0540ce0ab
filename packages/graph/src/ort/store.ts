import { mapParams, type NDArrays } from "@tweedie/core";
import { checkInitial, checkShape } from "../executor/checks.ts";
import type { Store } from "../executor/executor.ts";
import { createMutex, type Mutex } from "../executor/mutex.ts";
import type { FlatParameter } from "../flat-parameters/flat-parameter.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { BufferView, DoubleBuffer } from "./double-buffer.ts";
import type { Ort } from "./session.ts";
import { createWeightMemory, type WeightMemory } from "./weight-memory.ts";

/** Weights in memory that ONNX Runtime reads and writes in place. */
export interface OrtStore extends Store {
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Stores weights contiguously, in this order, unless some of them are already stored with others. Returns true if they are contiguous now. */
  flatten(names: FlatParameter): boolean;
  /** View of one weight, or of contiguous weights as one vector. These must not be flattened again while the view is in use. */
  view(names: FlatParameter): BufferView;
  /** Makes the next values of the named weights current. */
  commit(names: readonly string[]): void;
  /** Serialises the steps that share the store. */
  readonly exclusive: Mutex;
}

export function createOrtStore(ort: Ort, arrays: NDArrays): OrtStore {
  checkInitial(arrays);
  const memory = createWeightMemory(ort, arrays);
  const shapes = mapParams(arrays, ({ shape }) => shape); // the arrays are not used in closures, which would keep them
  const exclusive = createMutex();
  return {
    names: Object.keys(shapes),
    shapes,
    flatten: (names) => memory.flatten(names),
    view(names) {
      const [first] = names as readonly [string];
      if (names.length === 1) return movableView(memory, first);
      if (!memory.isFlat(names)) throw new Error(`the weights ${names.join(", ")} are not stored contiguously`);
      const { buffer } = memory.locate(first);
      return buffer.view({ begin: 0, shape: [buffer.current.length] });
    },
    commit(names) {
      const updated = new Set(names);
      for (const buffer of new Set(names.map((name) => memory.locate(name).buffer))) buffer.commit(updated);
    },
    exclusive,
    read: (names = Object.keys(shapes)) =>
      exclusive(() =>
        Promise.resolve(
          Object.fromEntries(
            names.map((name) => [name, { shape: memory.locate(name).range.shape, data: memory.values(name).slice() }]),
          ),
        ),
      ),
    write: (values) => {
      for (const [name, array] of Object.entries(values)) {
        checkShape("store", `value of weight '${name}'`, array, memory.locate(name).range.shape);
        memory.values(name).set(array.data);
      }
    },
    dispose: () => {
      memory.clear();
    },
  };
}

/** View of one weight that follows it when another step flattens it. */
function movableView(memory: WeightMemory, name: string): BufferView {
  let known: { readonly buffer: DoubleBuffer; readonly view: BufferView } | undefined;
  const view = (): BufferView => {
    const { buffer, range } = memory.locate(name);
    if (known?.buffer !== buffer) known = { buffer, view: buffer.view(range) };
    return known.view;
  };
  return { current: () => view().current(), next: () => view().next() };
}
