import { type NumberType, numberTypes } from "../number-types.ts";

/** Number types of torch by name, with their width. Types without a float32 value have only the width. */
export interface TorchType {
  readonly name: string;
  readonly bytes: number;
  readonly numbers?: NumberType;
}

/** Types that no network computes with here, with their width in bytes. */
const unreadable: Readonly<Record<string, number>> = {
  complex32: 4,
  complex64: 8,
  complex128: 16,
  float8_e4m3fn: 1,
  float8_e5m2: 1,
  quint8: 1,
  qint8: 1,
  qint32: 4,
};

const types = new Map<string, TorchType>([
  ...Object.entries<NumberType>(numberTypes).map(([name, numbers]): [string, TorchType] => [
    name,
    { name, bytes: numbers.bytes, numbers },
  ]),
  ...Object.entries(unreadable).map(([name, bytes]): [string, TorchType] => [name, { name, bytes }]),
]);

/** Classes of storages by their first word: `torch.FloatStorage`, `torch.cuda.FloatStorage`. */
const storageTypes: Readonly<Record<string, string>> = {
  Double: "float64",
  Float: "float32",
  Half: "float16",
  BFloat16: "bfloat16",
  Long: "int64",
  Int: "int32",
  Short: "int16",
  Char: "int8",
  Byte: "uint8",
  Bool: "bool",
  ComplexDouble: "complex128",
  ComplexFloat: "complex64",
  QUInt8: "quint8",
  QInt8: "qint8",
  QInt32: "qint32",
  // Its numbers have the type that the tensor states.
  Untyped: "uint8",
};

/** The type of a class of storages; undefined for other classes. */
export function typeOfStorage(className: string): TorchType | undefined {
  const word = /^torch\.(?:cuda\.|storage\.)?(\w+)Storage$/.exec(className)?.[1];
  return word !== undefined && Object.hasOwn(storageTypes, word) ? types.get(storageTypes[word]!) : undefined;
}

/** The type that a name of torch stands for: `torch.float32`. */
export const typeOfName = (name: string): TorchType | undefined =>
  name.startsWith("torch.") ? types.get(name.slice("torch.".length)) : undefined;
