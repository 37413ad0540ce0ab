import { TweedieError } from "@tweedie/core";
import type { CheckpointTensor } from "../checkpoints/checkpoint.ts";
import { countOf, toFloat32 } from "../number-types.ts";
import type { PickleCall, PickleValue } from "../pickle/pickle-value.ts";
import { globalName, isCount, itemsOf, recordOf } from "../pickle/pickle-views.ts";
import type { TorchStorage } from "./torch-storage.ts";
import { typeOfName } from "./torch-types.ts";

/** Functions that return their first argument, a tensor, as a parameter. */
const wrappers = new Set(["torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state"]);

/** Calls the function of its first argument with the arguments in the third. */
const typedWrapper = "torch._tensor._rebuild_from_type_v2";

const makers = new Set([
  "torch._utils._rebuild_tensor",
  "torch._utils._rebuild_tensor_v2",
  "torch._utils._rebuild_tensor_v3",
]);

/** Most functions around a tensor. */
const maxWrappers = 4;

/** The call that makes a tensor or parameter; undefined for other values. */
export function tensorCall(value: PickleValue | undefined): PickleCall | undefined {
  let record = recordOf(value);
  for (let depth = 0; depth <= maxWrappers; depth++) {
    if (record?.kind !== "call") return undefined;
    const name = globalName(record.callee) ?? "";
    if (makers.has(name)) return record;
    if (wrappers.has(name)) record = recordOf(record.args[0]);
    else if (name === typedWrapper)
      record = { kind: "call", callee: record.args[0]!, args: itemsOf(record.args[2]) ?? [] };
    else return undefined;
  }
  return undefined;
}

/** Reads a tensor of the call that makes it: a view of a storage by offset, shape and strides. */
export function torchTensor(
  { args }: PickleCall,
  where: string,
  storageOf: (value: PickleValue | undefined) => TorchStorage,
): CheckpointTensor {
  const fail = (what: string) => new TweedieError({ where, what });
  const [storageValue, offset, shapeValue, strideValue] = args;
  const storage = storageOf(storageValue);
  const [shape, strides] = [sizesOf(shapeValue), sizesOf(strideValue)];
  if (!shape || !strides || strides.length !== shape.length || !isCount(offset)) {
    throw fail("has a shape, strides or an offset that are no sizes");
  }
  const typeName = globalName(args[6]);
  const type = typeName === undefined ? storage.type : typeOfName(typeName);
  if (!type) throw fail(`has the type ${typeName!.slice(0, 40)}, which is not supported`);
  const stored = Math.floor(storage.bytes.size / type.bytes);
  const count = countOf(shape);
  if (count === undefined || count > stored) {
    throw fail(`has the shape [${shape.join()}], but its storage has ${stored} numbers`);
  }
  const last = shape.reduce((sum, extent, axis) => sum + (extent - 1) * strides[axis]!, offset);
  if (count > 0 && last >= stored) throw fail(`reaches the number ${last} of a storage of ${stored}`);
  const { numbers } = type;
  return {
    shape,
    dtype: type.name,
    read() {
      if (!numbers) throw fail(`has the number type ${type.name}, which has no float32 values`);
      if (count === 0) return new Float32Array();
      const part = storage.bytes.read(offset * type.bytes, (last + 1 - offset) * type.bytes);
      const values = toFloat32(numbers, part, fail);
      return isContiguous(shape, strides) ? values : gathered(values, shape, strides, count);
    },
  };
}

/** Most axes of a torch tensor. */
const maxAxes = 64;

function sizesOf(value: PickleValue | undefined): readonly number[] | undefined {
  const items = itemsOf(value);
  return items && items.length <= maxAxes && items.every(isCount) ? items : undefined;
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false;
    step *= shape[axis]!;
  }
  return true;
}

/** Copies a view with strides to row-major order. */
function gathered(
  values: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
  count: number,
): Float32Array {
  const out = new Float32Array(count);
  const index = shape.map(() => 0);
  let at = 0;
  for (let i = 0; i < count; i++) {
    out[i] = values[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= index[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}
