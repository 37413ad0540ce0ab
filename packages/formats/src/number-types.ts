/** A number type in a file: its width, and the conversion of little-endian numbers to float32. */
export interface NumberType {
  /** Width of one number, in bytes. */
  readonly bytes: number;
  toFloat32(source: Uint8Array): Float32Array;
  /** The first byte that no number of this type has. */
  invalidByte?(source: Uint8Array): number | undefined;
}

/** Most numbers of one array: 4 GiB as float32. */
const maxCount = 2 ** 30;

/**
 * Number of elements of a shape; undefined if it is above `maxCount`, or if the product of the extents other than zero, which some
 * programs compute for empty arrays too, is above 2^53.
 */
export function countOf(shape: readonly number[]): number | undefined {
  const product = shape.reduce((product, extent) => product * (extent || 1), 1);
  if (!Number.isSafeInteger(8 * product)) return undefined;
  if (shape.includes(0)) return 0;
  return product <= maxCount ? product : undefined;
}

/**
 * Converts little-endian numbers of a file to float32.
 *
 * @throws the error that `fail` makes, if bytes are not numbers of the type.
 */
export function toFloat32(type: NumberType, source: Uint8Array, fail: (what: string) => Error): Float32Array {
  const invalid = type.invalidByte?.(source);
  if (invalid !== undefined) throw fail(`has a boolean of ${invalid}; booleans are 0 or 1`);
  return type.toFloat32(source);
}

const each = (bytes: number, read: (view: DataView, offset: number) => number): NumberType => ({
  bytes,
  toFloat32(source) {
    const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
    const out = new Float32Array(source.byteLength / bytes);
    for (let i = 0; i < out.length; i++) out[i] = read(view, i * bytes);
    return out;
  },
});

/** Value of an IEEE 754 half-precision number. By hand: Node 20 has no Float16Array. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (0x400 + fraction) * 2 ** (exponent - 25);
}

/**
 * The supported number types. float32, float16, bfloat16 and integers below 2^24 are exact; float64 and larger integers are rounded to
 * the nearest float32.
 */
export const numberTypes = {
  float64: each(8, (view, offset) => view.getFloat64(offset, true)),
  // Copied as bytes, not number by number, to keep the payload of NaNs.
  float32: { bytes: 4, toFloat32: (source) => new Float32Array(new Uint8Array(source).buffer) },
  float16: each(2, (view, offset) => half(view.getUint16(offset, true))),
  bfloat16: {
    bytes: 2,
    toFloat32(source) {
      const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
      const bits = new Uint32Array(source.byteLength / 2);
      for (let i = 0; i < bits.length; i++) bits[i] = view.getUint16(2 * i, true) << 16;
      return new Float32Array(bits.buffer);
    },
  },
  int64: each(8, (view, offset) => Number(view.getBigInt64(offset, true))),
  int32: each(4, (view, offset) => view.getInt32(offset, true)),
  int16: each(2, (view, offset) => view.getInt16(offset, true)),
  int8: each(1, (view, offset) => view.getInt8(offset)),
  uint64: each(8, (view, offset) => Number(view.getBigUint64(offset, true))),
  uint32: each(4, (view, offset) => view.getUint32(offset, true)),
  uint16: each(2, (view, offset) => view.getUint16(offset, true)),
  uint8: { bytes: 1, toFloat32: (source) => Float32Array.from(source) },
  bool: {
    bytes: 1,
    toFloat32: (source) => Float32Array.from(source),
    invalidByte: (source) => source.find((byte) => byte > 1),
  },
} as const satisfies Record<string, NumberType>;
