// Matches a brace, a string with an optional colon (which makes it a key), or a number, in valid JSON.
// The string pattern is unrolled ([^"\\]* between escapes) to avoid backtracking on long strings.
const token = /([{}])|"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|(-?\d[\d.eE+-]*)/gs;

/**
 * `JSON.parse` that refuses repeated keys (which `JSON.parse` drops silently), numbers other than plain integers, and lone surrogates.
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
    if (/\p{Surrogate}/u.test(name)) throw new SyntaxError(`"${string}" contains a lone surrogate`);
    if (colon === undefined) continue;
    const keys = objects.at(-1)!;
    if (keys.has(name)) throw new SyntaxError(`the key "${name}" appears twice`);
    keys.add(name);
  }
  return value;
}
