/** Place of the cursor in an experiment. */
export interface YamlPlace {
  /** Keys from the root to the map of a key, or to a value; `*` for an item of a list. */
  readonly path: readonly string[];
  readonly kind: "key" | "value";
  /** Offset of the beginning of the word before the cursor. */
  readonly from: number;
}

/** An open map or list: a block with its indent, or one in braces or brackets. */
interface Level {
  readonly indent: number;
  readonly flow?: "{" | "[";
  key?: string | undefined;
}

const word = /[\w./${}-]*$/;

/**
 * Finds the place of the cursor from the text before it, which may be incomplete. Undefined in a comment or a quoted text.
 *
 * By hand: parsers of YAML report a position only in a text that is complete.
 */
export function placeIn(before: string): YamlPlace | undefined {
  const levels: Level[] = [];
  const lines = before.split("\n");
  const last = lines.pop()!;
  for (const line of lines) if (!readLine(levels, line)) return undefined;
  if (!readLine(levels, last)) return undefined;
  const top = levels.at(-1);
  const isFlow = top?.flow !== undefined;
  const typed = (isFlow ? /[^\s{}[\],:]*$/ : word).exec(last)![0];
  const from = before.length - typed.length;
  const path = (all: readonly Level[]) => all.flatMap(({ key }) => (key === undefined ? [] : [key]));
  if (isFlow) {
    const isKey = top.flow === "{" && top.key === undefined;
    return { path: path(levels), kind: isKey ? "key" : "value", from };
  }
  const [, spaces = "", dashes = "", rest = ""] = /^(\s*)((?:- +)*)(.*)$/.exec(last)!;
  if (/:\s/.test(rest)) return { path: path(levels), kind: "value", from };
  const indent = spaces.length + dashes.length;
  const above = levels.filter((level) => level.indent < indent);
  return { path: path(above), kind: dashes === "" ? "key" : "value", from };
}

/** Reads a line. Returns false if it ends in a comment or a quoted text. */
function readLine(levels: Level[], line: string): boolean {
  let rest = line;
  if (levels.at(-1)?.flow === undefined) {
    const [, spaces = "", dashes = "", key, value = ""] =
      /^(\s*)((?:- +)*)(?:([^\s:#{}[\],"']+)\s*:(?=\s|$))?(.*)$/.exec(line)!;
    if (key === undefined && dashes === "" && /^\s*(#|$)/.test(value)) return !value.includes("#");
    const indent = spaces.length + dashes.length;
    while (levels.length > 0 && levels.at(-1)!.indent >= spaces.length + (dashes === "" ? 0 : 1)) levels.pop();
    if (dashes !== "") levels.push({ indent: spaces.length, key: "*" });
    if (key !== undefined) levels.push({ indent, key });
    rest = value;
  }
  return readFlow(levels, rest);
}

/** Reads braces, brackets, commas and colons of values. */
function readFlow(levels: Level[], text: string): boolean {
  let token = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    const top = levels.at(-1);
    if (char === "#" && /(^|\s)$/.test(text.slice(0, i))) return false;
    if (char === '"' || char === "'") {
      const end = text.indexOf(char, i + 1);
      if (end < 0) return false;
      token = text.slice(i + 1, end);
      i = end;
    } else if (char === "$" && text[i + 1] === "{") {
      const end = text.indexOf("}", i);
      if (end < 0) return false;
      i = end;
    } else if (char === "{" || char === "[") {
      levels.push({ indent: Infinity, flow: char, ...(char === "[" && { key: "*" }) });
      token = "";
    } else if ((char === "}" || char === "]") && top?.flow) {
      levels.pop();
    } else if (char === "," && top?.flow === "{") {
      top.key = undefined;
      token = "";
    } else if (char === ":" && top?.flow === "{" && top.key === undefined) {
      top.key = token.trim();
    } else token += char;
  }
  return true;
}
