import type { YAMLError } from "yaml";
import type { TextFinding } from "./parse.ts";

/** Errors that leave the rest of a text readable. Of all others only the first is told: the rest are its echoes. */
const separate = new Set(["DUPLICATE_KEY", "TAG_RESOLVE_FAILED", "NON_STRING_KEY", "BAD_DIRECTIVE", "BAD_DQ_ESCAPE"]);

/** The parser's errors in our words, each at what has to be mended. */
export function describeErrors(text: string, errors: readonly YAMLError[]): TextFinding[] {
  const sorted = [...errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const first = sorted.find(({ code }) => !separate.has(code));
  return sorted
    .filter((error) => error === first || separate.has(error.code))
    .map((error) => (separate.has(error.code) ? undefined : describeTrap(text, error)) ?? describeError(text, error));
}

/** What people write who think that it is YAML. */
function describeTrap(text: string, { code, pos: [at], message }: YAMLError): TextFinding | undefined {
  const reference = matchAt(text, at, /\$\{[^}\n]*\}?/g);
  if (reference) {
    const help = `inside { } and [ ], write "${reference.text}"`;
    return { range: reference.range, message: "a bare reference ends the map or list it stands in", help };
  }
  const line = matchAt(text, at, /[^\n]+/g);
  if (line && (code === "MULTILINE_IMPLICIT_KEY" || message.startsWith("Implicit map keys"))) {
    const glued = /^\s*([^\s:]+:)\S/.exec(line.text)?.[1];
    if (glued)
      return { range: [at, at + glued.length], message: "no space after the colon", help: `write \`${glued} \`` };
    return { range: [at, line.range[0] + line.text.trimEnd().length], message: "a line that is not `key: value`" };
  }
  if (line && code === "BLOCK_AS_IMPLICIT_KEY") {
    const value = text.slice(at, line.range[1]).trimEnd();
    return { range: [at, at + value.length], message: "`: ` inside a text", help: `quote it: "${value}"` };
  }
  return undefined;
}

function describeError(text: string, { code, pos: [start, end], message }: YAMLError): TextFinding {
  switch (code) {
    case "TAB_AS_INDENT":
      return { range: [start, end], message: "a tab as indentation", help: "indent with spaces" };
    case "BAD_INDENT":
      if (message.startsWith("Flow")) return unclosed(text, start, message.endsWith("]") ? "[" : "{");
      return { range: atWord(text, start), message: "the keys of a map begin in the same column" };
    case "MISSING_CHAR": {
      const quote = /closing (["'])/.exec(message)?.[1];
      if (quote) return unclosed(text, start, quote);
      const bracket = /end with a ([\]}])/.exec(message)?.[1];
      if (bracket) return unclosed(text, start, bracket === "]" ? "[" : "{");
      break;
    }
    case "DUPLICATE_KEY": {
      const [from, to] = atWord(text, start);
      return { range: [from, to], message: `the key \`${text.slice(from, to)}\` is given twice` };
    }
    case "TAG_RESOLVE_FAILED": {
      const help = "quote the text if it begins with `!`";
      return { range: [start, end], message: `unknown tag \`${text.slice(start, end)}\``, help };
    }
    case "BAD_SCALAR_START":
      return { range: [start, end], message: `a text cannot begin with \`${text[start] ?? ""}\``, help: "quote it" };
    case "NON_STRING_KEY":
      return { range: [start, end], message: "a key that is a map or a list" };
  }
  const [words = ""] = message.split("\n", 1);
  return { range: [start, end], message: words.charAt(0).toLowerCase() + words.slice(1) };
}

/** The last bracket or quote that has no partner before an offset. */
function unclosed(text: string, before: number, mark: string): TextFinding {
  const close = { "[": "]", "{": "}" }[mark];
  let at = Math.min(before, text.length) - 1;
  for (let open = 0; at > 0; at--) {
    if (text[at] === close) open++;
    else if (text[at] === mark && open-- === 0) break;
  }
  return { range: [at, at + 1], message: `a \`${mark}\` that is not closed` };
}

/** The key or word from an offset. */
function atWord(text: string, offset: number): readonly [number, number] {
  const start = offset + /^ */.exec(text.slice(offset))![0].length;
  const word = /^("[^"\n]*"|'[^'\n]*'|[^\s:,]+)/.exec(text.slice(start))?.[0] ?? " ";
  return [start, start + word.length];
}

/** The match of a pattern that holds or touches an offset. */
function matchAt(text: string, offset: number, pattern: RegExp): { text: string; range: [number, number] } | undefined {
  for (const { 0: matched, index } of text.matchAll(pattern)) {
    if (index <= offset && offset <= index + matched.length) {
      return { text: matched, range: [index, index + matched.length] };
    }
  }
  return undefined;
}
