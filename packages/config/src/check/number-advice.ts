/** A number in the form that YAML 1.2 and JavaScript read alike. */
const isNumber = (text: string): boolean => /^[-+]?(\.\d+|(0|[1-9]\d*)(\.\d*)?)(e[-+]?\d+)?$/i.test(text);

/** Digits in groups: `10_000`, `10 000`. A comma or a point between groups is ambiguous: some languages begin the decimals with it. */
const groups = /^[-+]?(?:\d+(?:_\d+)+|\d{1,3}(?: \d{3})+)(?:\.\d+)?$/;

/** Help for a string where a number is expected. It suggests a number only if the string can have no other meaning. */
export function adviseNumber(text: string, isQuoted: boolean): string | undefined {
  // NFKC: digits of full width and thin spaces become their plain forms. U+2212 is the minus sign.
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/^\u2212/, "-");
  if (isNumber(plain))
    return isQuoted && plain === text ? "remove the quotes: this is a string, not a number" : `write ${plain}`;
  if (plain.includes(",")) return adviseComma(plain);
  if (groups.test(plain)) {
    const joined = plain.replaceAll(/[_ ]/g, "");
    return isNumber(joined) ? `write ${joined}` : undefined;
  }
  const [, thousands] = /^([-+]?\d*\.?\d+) ?k$/.exec(plain) ?? [];
  if (thousands !== undefined && isNumber(thousands)) return `write ${Number(`${thousands}e3`)}`;
  // K, M and G are powers of 1000 to some and of 1024 to others.
  return /^[-+]?[\d.]+ ?[a-z%]+$/i.test(plain) ? "write the number without a unit" : undefined;
}

const point = "the decimal point is `.`";
const list = "several values are for `tweedie sweep`";

/** Help for numbers with commas, which separate decimals, thousands or values. */
function adviseComma(text: string): string | undefined {
  const parts = text.split(",").map((part) => part.trim());
  if (!parts.every((part) => /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(part))) return undefined;
  if (parts.length === 2 && /^[-+]?0$/.test(parts[0]!) && /^\d+$/.test(parts[1]!)) return `${point}; ${list}`;
  const canBeOneNumber =
    parts.slice(1).every((part) => /^\d+(\.\d+)?(e[-+]?\d+)?$/i.test(part)) && !parts[0]!.includes("e");
  return canBeOneNumber ? `${point}, and digits are not grouped; ${list}` : list;
}

/** Help for a list where one value is expected. */
export function adviseList(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.length === 1 ? "remove the brackets: one value is expected" : list;
}
