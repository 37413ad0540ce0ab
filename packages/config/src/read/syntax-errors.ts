import type { YAMLError } from "yaml";
import type { RangeDiagnostic } from "./text-range.ts";

/** Codes of errors after which the rest of a text is still readable. Of the others only the first is reported: the rest follow from it. */
const independent = new Set([
  "DUPLICATE_KEY",
  "TAG_RESOLVE_FAILED",
  "NON_STRING_KEY",
  "BAD_DIRECTIVE",
  "BAD_DQ_ESCAPE",
]);

/** Describes the parser's errors, each at the characters that have to be changed. */
export function describeSyntaxErrors(text: string, errors: readonly YAMLError[]): RangeDiagnostic[] {
  const sorted = [...errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const first = sorted.find(({ code }) => !independent.has(code));
  return sorted
    .filter((error) => error === first || independent.has(error.code))
    .map(
      (error) =>
        (independent.has(error.code) ? undefined : describeMisconception(text, error)) ?? describeError(text, error),
    );
}

/** Describes text that looks like valid YAML and is not. */
function describeMisconception(text: string, { code, pos: [at], message }: YAMLError): RangeDiagnostic | undefined {
  const reference = matchAt(text, at, /\$\{[^}\n]*\}?/g);
  if (reference) {
    const help = `inside { } and [ ], write "${reference.text}"`;
    return { range: reference.range, message: "an unquoted reference ends the map or list that contains it", help };
  }
  const line = matchAt(text, at, /[^\n]+/g);
  if (line && (code === "MULTILINE_IMPLICIT_KEY" || message.startsWith("Implicit map keys"))) {
    const key = /^\s*([^\s:]+:)\S/.exec(line.text)?.[1];
    if (key) return { range: [at, at + key.length], message: "no space after the colon", help: `write \`${key} \`` };
    return { range: [at, line.range[0] + line.text.trimEnd().length], message: "a line that is not `key: value`" };
  }
  if (line && code === "BLOCK_AS_IMPLICIT_KEY") {
    const value = text.slice(at, line.range[1]).trimEnd();
    return { range: [at, at + value.length], message: "`: ` inside an unquoted string", help: `quote it: "${value}"` };
  }
  return undefined;
}

function describeError(text: string, { code, pos: [start, end], message }: YAMLError): RangeDiagnostic {
  switch (code) {
    case "TAB_AS_INDENT":
      return { range: [start, end], message: "a tab as indentation", help: "indent with spaces" };
    case "BAD_INDENT":
      if (message.startsWith("Flow")) return unclosed(text, start, message.endsWith("]") ? "[" : "{");
      return { range: wordAt(text, start), message: "the keys of a map must begin in the same column" };
    case "MISSING_CHAR": {
      const quote = /closing (["'])/.exec(message)?.[1];
      if (quote) return unclosed(text, start, quote);
      const bracket = /end with a ([\]}])/.exec(message)?.[1];
      if (bracket) return unclosed(text, start, bracket === "]" ? "[" : "{");
      break;
    }
    case "DUPLICATE_KEY": {
      const [from, to] = wordAt(text, start);
      return { range: [from, to], message: `duplicate key \`${text.slice(from, to)}\`` };
    }
    case "TAG_RESOLVE_FAILED": {
      const help = "quote the string if it begins with `!`";
      return { range: [start, end], message: `unknown tag \`${text.slice(start, end)}\``, help };
    }
    case "BAD_SCALAR_START":
      return {
        range: [start, end],
        message: `an unquoted string cannot begin with \`${text[start] ?? ""}\``,
        help: "quote it",
      };
    case "NON_STRING_KEY":
      return { range: [start, end], message: "a key that is a map or a list" };
  }
  const [firstLine = ""] = message.split("\n", 1);
  return { range: [start, end], message: firstLine.charAt(0).toLowerCase() + firstLine.slice(1) };
}

/** The last bracket or quote before an offset that has no partner. */
function unclosed(text: string, before: number, mark: string): RangeDiagnostic {
  const close = { "[": "]", "{": "}" }[mark];
  let at = Math.min(before, text.length) - 1;
  for (let open = 0; at > 0; at--) {
    if (text[at] === close) open++;
    else if (text[at] === mark && open-- === 0) break;
  }
  return { range: [at, at + 1], message: `a \`${mark}\` that is not closed` };
}

/** The key or word that starts at an offset, spaces skipped. */
function wordAt(text: string, offset: number): readonly [number, number] {
  const start = offset + /^ */.exec(text.slice(offset))![0].length;
  const word = /^("[^"\n]*"|'[^'\n]*'|[^\s:,]+)/.exec(text.slice(start))?.[0] ?? " ";
  return [start, start + word.length];
}

/** The match of a pattern that contains or touches an offset. */
function matchAt(text: string, offset: number, pattern: RegExp): { text: string; range: [number, number] } | undefined {
  for (const { 0: matched, index } of text.matchAll(pattern)) {
    if (index <= offset && offset <= index + matched.length) {
      return { text: matched, range: [index, index + matched.length] };
    }
  }
  return undefined;
}
