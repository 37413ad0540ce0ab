/** Replacer for `JSON.stringify`: writes NaN, the infinities and -0, which JSON lacks, as `{ number: "NaN" }`. */
export const encodeNumbers = (_key: string, value: unknown): unknown =>
  typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)) ? { number: textOf(value) } : value;

/** Reviver for `JSON.parse`, the inverse of `encodeNumbers`. */
export const decodeNumbers = (_key: string, value: unknown): unknown =>
  isEncoded(value) ? Number(value.number) : value;

const textOf = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

const isEncoded = (value: unknown): value is { readonly number: string } =>
  typeof value === "object" && value !== null && "number" in value && typeof value.number === "string";
