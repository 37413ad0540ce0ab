import { TweedieError } from "@tweedie/core";
import { countOf, numberTypes, type NumberType } from "../number-types.ts";
import { wrongFormat } from "../wrong-format.ts";
import { strictJson } from "./strict-json.ts";

/** A tensor of a file, at bytes `start` to `end` after the header. */
interface TensorEntry {
  readonly name: string;
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

const dtypes: Readonly<Record<string, NumberType>> = {
  F64: numberTypes.float64,
  F32: numberTypes.float32,
  F16: numberTypes.float16,
  BF16: numberTypes.bfloat16,
  I64: numberTypes.int64,
  I32: numberTypes.int32,
  I16: numberTypes.int16,
  I8: numberTypes.int8,
  U64: numberTypes.uint64,
  U32: numberTypes.uint32,
  U16: numberTypes.uint16,
  U8: numberTypes.uint8,
  BOOL: numberTypes.bool,
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
export function readHeader(bytes: Uint8Array, where: string): Header {
  const fail = (what: string, fix?: string) => new TweedieError({ where, what, fix });

  // Checked first: in a file of another format the length is meaningless.
  if (bytes.length >= 9 && bytes[8] !== 0x7b) throw wrongFormat(bytes, where, "a safetensors file");
  if (bytes.length < 9) throw fail(`ends after ${bytes.length} bytes, inside the header`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > maxHeaderBytes) throw fail(`states a header of ${length} bytes; at most ${maxHeaderBytes} are allowed`);
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) throw fail(`ends after ${bytes.length} bytes, inside a header of ${length} bytes`);

  let header: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, dataStart));
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
  const dataBytes = bytes.length - dataStart;
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

  const type = typeof dtype === "string" && Object.hasOwn(dtypes, dtype) ? dtypes[dtype] : undefined;
  if (!type) throw fail(`has dtype ${shown(dtype)}; ${Object.keys(dtypes).join(", ")} are supported`);
  if (!isSizes(shape)) throw fail(`has shape ${shown(shape)}`);
  if (!isSizes(offsets) || offsets.length !== 2) throw fail(`has data_offsets ${shown(offsets)}`);
  const [start, end] = offsets as [number, number];

  const count = countOf(shape);
  if (count === undefined) throw fail(`has shape ${shown(shape)}, which is too large`);
  const size = count * type.bytes;
  if (end - start !== size) {
    throw fail(`has shape ${shown(shape)} of ${String(dtype)}, ${size} bytes, but offsets [${start}, ${end}]`);
  }
  return { name, type, shape, start, end };
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
