import { mapParams, type NDArray, type NDArrays, TweedieError } from "@tweedie/core";
import { checkInitial, checkShape } from "../executor/checks.ts";
import type { Store } from "../executor/executor.ts";
import { createMutex, type Mutex } from "../executor/mutex.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Binding } from "./addon/binding.ts";

/** Weights as variables of TensorFlow, on its device. */
export interface VariableStore extends Store {
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Id of the tensor that refers to the variable of a weight. */
  variable(name: string): number;
  /** Serialises the steps that share the store. */
  readonly exclusive: Mutex;
}

/** Number of stores in this process, which gives variables their names. */
let stores = 0;

export function createVariableStore(binding: Binding, arrays: NDArrays): VariableStore {
  checkInitial(arrays);
  const shapes = mapParams(arrays, ({ shape }) => shape);
  const prefix = `store${stores++}`;
  const variables = new Map(
    Object.entries(arrays).map(([name, array]) => [name, createVariable(binding, `${prefix}/${name}`, array)]),
  );
  const variable = (name: string): number => {
    const found = variables.get(name);
    if (found === undefined) throw new TweedieError({ where: "store", what: `there is no weight '${name}'` });
    return found;
  };
  const exclusive = createMutex();
  return {
    names: Object.keys(shapes),
    shapes,
    variable,
    exclusive,
    read: (names = Object.keys(shapes)) =>
      exclusive(() =>
        Promise.resolve(
          Object.fromEntries(
            names.map((name) => [name, { shape: shapes[name]!, data: readVariable(binding, variable(name)) }]),
          ),
        ),
      ),
    write: (values) => {
      for (const [name, array] of Object.entries(values)) {
        variable(name);
        checkShape("store", `value of weight '${name}'`, array, shapes[name]!);
      }
      for (const [name, array] of Object.entries(values)) assignVariable(binding, variable(name), array);
    },
    dispose: () => {
      for (const id of variables.values()) {
        binding.executeOp("DestroyResourceOp", [], [id], 0);
        binding.deleteTensor(id);
      }
      variables.clear();
    },
  };
}

const floatAttribute = (binding: Binding, name: string) =>
  ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }) as const;

function createVariable(binding: Binding, name: string, array: NDArray): number {
  const [handle] = binding.executeOp(
    "VarHandleOp",
    [
      floatAttribute(binding, "dtype"),
      { name: "shape", type: binding.TF_ATTR_SHAPE, value: array.shape },
      { name: "shared_name", type: binding.TF_ATTR_STRING, value: name },
    ],
    [],
    1,
  );
  assignVariable(binding, handle!.id, array);
  return handle!.id;
}

/** Assigns a copy in TensorFlow's own memory: a step that replaces the value frees it on another thread, where JavaScript's cannot be. */
function assignVariable(binding: Binding, variable: number, { shape, data }: NDArray): void {
  const shared = binding.createTensor(shape, binding.TF_FLOAT, data);
  const [copy] = binding.executeOp("DeepCopy", [floatAttribute(binding, "T")], [shared], 1);
  binding.executeOp("AssignVariableOp", [floatAttribute(binding, "dtype")], [variable, copy!.id], 0);
  binding.deleteTensor(copy!.id);
  binding.deleteTensor(shared);
}

function readVariable(binding: Binding, variable: number): Float32Array {
  const [value] = binding.executeOp("ReadVariableOp", [floatAttribute(binding, "dtype")], [variable], 1);
  try {
    return binding.tensorDataSync(value!.id);
  } finally {
    binding.deleteTensor(value!.id);
  }
}
