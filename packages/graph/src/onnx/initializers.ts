import type { DType, Shape } from "../ir/tensor-type.ts";
import { elementTypes, type TensorProto, type ValueInfo } from "./proto.ts";

type ElementType = keyof typeof elementTypes;

/** Constants and weights in a model. */
export interface Initializers {
  /** Adds a constant, unless the model has an equal one, and returns its name. */
  constant(shape: Shape, dtype: ElementType, bytes: Uint8Array): string;
  /** Contents of the constant with a name; undefined for names of other values. */
  find(name: string): { readonly dtype: ElementType; readonly bytes: Uint8Array } | undefined;
  /** Adds a weight under its own name. */
  weight(value: ValueInfo & { readonly shape: Shape }, bytes: Uint8Array): void;
  all(): readonly TensorProto[];
}

export function createInitializers(): Initializers {
  const tensors = new Map<string, TensorProto>();
  const constants = new Map<string, { readonly dtype: ElementType; readonly bytes: Uint8Array }>();
  return {
    constant(shape, dtype, bytes) {
      const key = `${dtype}[${shape.join()}]${latin1(bytes)}`;
      const known = tensors.get(key);
      if (known) return known.name;
      const name = `c#${tensors.size}`;
      tensors.set(key, { name, shape, elementType: elementTypes[dtype], bytes });
      constants.set(name, { dtype, bytes });
      return name;
    },
    find: (name) => constants.get(name),
    weight(value, bytes) {
      tensors.set(value.name, { ...value, bytes });
    },
    all: () => [...tensors.values()],
  };
}

/** Little-endian contents of a tensor. */
export function tensorBytes(values: ArrayLike<number>, dtype: DType): Uint8Array {
  if (dtype === "bool") return Uint8Array.from(values);
  return new Uint8Array((dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values)).buffer);
}

/** A text with a character for each byte. */
const latin1 = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};
