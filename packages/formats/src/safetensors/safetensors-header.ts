import { TweedieError, visibleLine } from "@tweedie/core";
import type { ByteSource } from "../bytes/byte-source.ts";
import { countOf, numberTypes, type NumberType } from "../number-types.ts";
import { wrongFormat } from "../wrong-format.ts";
import { strictJson } from "./strict-json.ts";

/** A tensor of a file, at bytes `start` to `end` after the header. */
interface TensorEntry {
  readonly name: string;
  /** Name of the number type: `float32`. */
  readonly dtype: string;
  readonly type: NumberType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface Header {
  /** Offset of the data in the file. */
  readonly dataStart: number;
  /** Sorted by offset. */
  readonly tensors: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The reference implementation's limit. */
const maxHeaderBytes = 100_000_000n;

const dtypes: Readonly<Record<string, keyof typeof numberTypes>> = {
  F64: "float64",
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
  I64: "int64",
  I32: "int32",
  I16: "int16",
  I8: "int8",
  U64: "uint64",
  U32: "uint32",
  U16: "uint16",
  U8: "uint8",
  BOOL: "bool",
};

/**
 * Reads and checks the header of a safetensors file, before anything is allocated for tensors.
 *
 * It refuses everything that the reference implementation refuses (https://github.com/huggingface/safetensors,
 * `SafeTensors::read_metadata`) and four things that the reference accepts: repeated keys, unknown fields, whitespace before the header,
 * and a tensor named `__proto__`.
 *
 * @throws TweedieError naming the file and the tensor.
 */
export function readHeader(source: ByteSource, where: string): Header {
  const fail = (what: string, fix?: string) => new TweedieError({ where, what: visibleLine(what), fix });

  // Checked first: in a file of another format the length is meaningless.
  const start = source.read(0, Math.min(16, source.size));
  if (start.length >= 9 && start[8] !== 0x7b) throw wrongFormat(start, where, "a safetensors file");
  if (start.length < 9) throw fail(`ends after ${start.length} bytes, inside the header`);
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > maxHeaderBytes) throw fail(`states a header of ${length} bytes; at most ${maxHeaderBytes} are allowed`);
  const dataStart = 8 + Number(length);
  if (dataStart > source.size) throw fail(`ends after ${source.size} bytes, inside a header of ${length} bytes`);

  let header: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(source.read(8, Number(length)));
    header = strictJson(text);
  } catch (error) {
    throw fail(`has a header that is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(header)) throw fail("has a header that is not a JSON object");

  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw fail("has a __metadata__ that is not an object of strings");
  }
  const tensors = Object.entries(entries)
    .map(([name, entry]) => readEntry(name, entry, where))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let position = 0;
  for (const { name, start, end } of tensors) {
    if (start !== position) {
      throw tensorError(
        where,
        name,
        `starts at byte ${start} of the data, but the previous tensor ends at ${position}`,
      );
    }
    position = end;
  }
  const dataBytes = source.size - dataStart;
  if (position !== dataBytes) {
    const fix = position > dataBytes ? "it is truncated: download or copy it again" : undefined;
    throw fail(`has ${dataBytes} bytes of data, but its tensors need ${position}`, fix);
  }
  return { dataStart, tensors, metadata: metadata as Record<string, string> };
}

function readEntry(name: string, entry: unknown, where: string): TensorEntry {
  const fail = (what: string) => tensorError(where, name, what);
  if (name === "__proto__") throw fail("has a reserved name");
  if (!isObject(entry)) throw fail(`is ${shown(entry)}, not an object`);
  const { dtype, shape, data_offsets: offsets, ...others } = entry;
  const [unknownField] = Object.keys(others);
  if (unknownField !== undefined) throw fail(`has the unknown field ${shown(unknownField)}`);

  const typeName = typeof dtype === "string" && Object.hasOwn(dtypes, dtype) ? dtypes[dtype] : undefined;
  if (!typeName) throw fail(`has dtype ${shown(dtype)}; ${Object.keys(dtypes).join(", ")} are supported`);
  if (!isSizes(shape)) throw fail(`has shape ${shown(shape)}`);
  if (!isSizes(offsets) || offsets.length !== 2) throw fail(`has data_offsets ${shown(offsets)}`);
  const [start, end] = offsets as [number, number];

  const count = countOf(shape);
  if (count === undefined) throw fail(`has shape ${shown(shape)}, which is too large`);
  const type: NumberType = numberTypes[typeName];
  const size = count * type.bytes;
  if (end - start !== size) {
    throw fail(`has shape ${shown(shape)} of ${String(dtype)}, ${size} bytes, but offsets [${start}, ${end}]`);
  }
  return { name, dtype: typeName, type, shape, start, end };
}

const tensorError = (where: string, name: string, what: string) =>
  new TweedieError({ where: `${where}, tensor ${JSON.stringify(name)}`, what });

/** A value of a header in a message, cut if it is long. */
function shown(value: unknown): string {
  const text = isSizes(value) ? `[${value.join(", ")}]` : String(JSON.stringify(value));
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size));
