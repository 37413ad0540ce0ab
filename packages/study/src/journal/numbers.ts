/** Numbers that JSON has no word for stand as text in the journal: NaN, the infinities, and minus zero. */
export const encodeNumbers = (_key: string, value: unknown): unknown =>
  typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)) ? { number: textOf(value) } : value;

/** The inverse. */
export const decodeNumbers = (_key: string, value: unknown): unknown =>
  isEncoded(value) ? Number(value.number) : value;

const textOf = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

const isEncoded = (value: unknown): value is { readonly number: string } =>
  typeof value === "object" && value !== null && "number" in value && typeof value.number === "string";
