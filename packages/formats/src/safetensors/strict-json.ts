// Matches a bracket, a string with an optional colon (which makes it a key), or a number, in valid JSON.
// The string pattern is unrolled ([^"\\]* between escapes) to avoid backtracking on long strings.
const token = /([{}[\]])|"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|(-?\d[\d.eE+-]*)/gs;

/** Twice the depth of any valid header, so that functions that recurse over a value are safe. */
const maxDepth = 8;

/**
 * `JSON.parse` that refuses repeated keys (which `JSON.parse` drops silently), numbers other than plain integers, lone
 * surrogates, and values nested deeper than `maxDepth`.
 *
 * @throws SyntaxError
 */
export function strictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const open: Set<string>[] = []; // the keys of each object that is open, none for a list
  for (const [, bracket, string, colon, number] of text.matchAll(token)) {
    if (bracket === "{" || bracket === "[") open.push(new Set());
    if (bracket === "}" || bracket === "]") open.pop();
    if (open.length > maxDepth) throw new SyntaxError(`it is nested deeper than ${maxDepth}`);
    if (number !== undefined && !/^\d+$/.test(number)) throw new SyntaxError(`${number} is not a plain integer`);
    if (string === undefined) continue;
    const name = JSON.parse(`"${string}"`) as string;
    if (/\p{Surrogate}/u.test(name)) throw new SyntaxError(`"${string}" contains a lone surrogate`);
    if (colon === undefined) continue;
    const keys = open.at(-1)!;
    if (keys.has(name)) throw new SyntaxError(`the key "${name}" appears twice`);
    keys.add(name);
  }
  return value;
}
