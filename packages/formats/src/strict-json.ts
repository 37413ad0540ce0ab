// A brace, a string with the colon that makes it a key, or a number, of a text known to be JSON.
// The string is unrolled ([^"\\]* between escapes) so that a long one costs no backtracking.
const token = /([{}])|"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|(-?\d[\d.eE+-]*)/gs;

/**
 * JSON as a file header needs it: `JSON.parse`, and no repeated keys, which it would drop in silence,
 * no numbers but plain integers, and no lone surrogates.
 *
 * @throws SyntaxError
 */
export function strictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const objects: Set<string>[] = [];
  for (const [, brace, string, colon, number] of text.matchAll(token)) {
    if (brace === "{") objects.push(new Set());
    if (brace === "}") objects.pop();
    if (number !== undefined && !/^\d+$/.test(number)) throw new SyntaxError(`${number} is not a plain integer`);
    if (string === undefined) continue;
    const name = JSON.parse(`"${string}"`) as string;
    if (/\p{Surrogate}/u.test(name)) throw new SyntaxError(`"${string}" holds half a surrogate pair`);
    if (colon === undefined) continue;
    const keys = objects.at(-1)!;
    if (keys.has(name)) throw new SyntaxError(`the key "${name}" stands twice`);
    keys.add(name);
  }
  return value;
}
