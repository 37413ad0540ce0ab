/** Description of an array at the start of a `.npy` file. */
export interface NpyHeader {
  /** Number type, as NumPy writes it: `<f4`. */
  readonly description: string;
  readonly isColumnMajor: boolean;
  readonly shape: readonly number[];
}

const space = "[ \\t\\n]*";
// Decimal integers as Python reads them: no zero before other digits.
const integer = "(?:0+|[1-9]\\d*)";
// (), (3,), (3, 4) or (3, 4,), but not (3), which is a number.
const tuple = `\\(${space}(?:(?:${integer}${space},${space})+(?:${integer}${space})?)?\\)`;
const field = new RegExp(
  `${space}(["'])(descr|fortran_order|shape)\\1${space}:${space}(?:(["'])([^"'\\\\]*)\\3|(True|False)|(${tuple}))${space}(,|(?=\\}))`,
  "y",
);
const end = new RegExp(`${space}\\}${space}$`, "y");

/**
 * Parses the header, a Python literal of a dictionary with exactly three keys, in any order.
 *
 * @returns undefined if it is anything else, such as the header of an array of records.
 */
export function parseNpyHeader(text: string): NpyHeader | undefined {
  if (!text.startsWith("{")) return undefined;
  const found: { descr?: string; fortran_order?: string; shape?: string } = {};
  let at = 1;
  for (let comma: string | undefined = ","; comma === ",";) {
    field.lastIndex = at;
    const match = field.exec(text);
    if (!match) break;
    at = field.lastIndex;
    comma = match[7];
    const name = match[2] as keyof typeof found;
    const value = { descr: match[4], fortran_order: match[5], shape: match[6] }[name];
    if (value === undefined || found[name] !== undefined) return undefined;
    found[name] = value;
  }
  end.lastIndex = at;
  const { descr, fortran_order: order, shape } = found;
  if (descr === undefined || order === undefined || shape === undefined || !end.test(text)) return undefined;
  return {
    description: descr,
    isColumnMajor: order === "True",
    shape: (shape.match(/\d+/g) ?? []).map(Number),
  };
}
