import { Composer, Lexer, Parser, type CST } from "yaml";
import { convert, type Range } from "./convert.ts";
import { diagnostic, type Diagnostic, type Finding } from "./diagnostic.ts";
import { limits } from "./limits.ts";
import type { Node } from "./node.ts";
import type { Path } from "./path.ts";
import type { Source } from "./source.ts";
import { describeErrors } from "./syntax.ts";

/** A tree, or what is wrong with the text. */
export type Parsed =
  { readonly ok: true; readonly node: Node } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A finding about a stretch of a text. */
export interface TextFinding extends Finding {
  readonly range: Range;
}

/**
 * Reads a YAML 1.2 text, or the part of it from `start`, into a tree of plain JSON values that stands at `path`.
 *
 * What YAML can say and JSON cannot is refused: unknown tags, cycles, numbers that a double does not hold.
 */
export function parseYaml(source: Source, start = 0, path: Path = []): Parsed {
  const text = source.text.slice(start);
  const diagnostics: Diagnostic[] = [];
  const origin = ([from, to]: Range) => ({ source, start: start + from, end: start + to });
  const report = (range: Range, at: Path, finding: Finding) =>
    void diagnostics.push(diagnostic(origin(range), at, finding));
  const fail = (findings: readonly TextFinding[]): Parsed => {
    for (const { range, ...finding } of findings) report(range, path, finding);
    return { ok: false, diagnostics };
  };

  const unfit = findUnfit(text);
  if (unfit) return fail([unfit]);
  const tokens = [...new Parser().parse(text)];
  const deep = findDeep(tokens);
  if (deep) return fail([deep]);
  const composer = new Composer({ stringKeys: true, resolveKnownTags: false, prettyErrors: false });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  if (!document) throw new Error("a forced composition gave no document");
  const errors = describeErrors(text, [...document.errors, ...document.warnings]);
  if (errors.length > 0) return fail(errors);
  if (second) {
    const at = text.lastIndexOf("---", second.range[0]);
    return fail([{ range: [at, at + 3], message: "a second document begins", help: "a file holds one configuration" }]);
  }
  const node = convert(document.contents, path, { origin, report });
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, node };
}

/** Looks at characters and lexemes, before anything is built of them. */
function findUnfit(text: string): TextFinding | undefined {
  const forbidden = /[\0\ufeff]/.exec(text);
  if (forbidden) {
    const message = forbidden[0] === "\0" ? "a NUL character" : "a byte order mark";
    const help = `save the file as UTF-8 text${forbidden[0] === "\0" ? "" : " without a mark"}`;
    return { range: [forbidden.index, forbidden.index + 1], message, help };
  }
  let count = 0;
  for (const _ of new Lexer().lex(text)) {
    if (++count > limits.lexemes) {
      return {
        range: [0, 1],
        message: `more than ${limits.lexemes} pieces of syntax`,
        help: "keep data in a file of its own",
      };
    }
  }
  return undefined;
}

/** Depth is bounded before the composer recurses into it. */
function findDeep(tokens: readonly CST.Token[]): TextFinding | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > limits.depth) {
      const message = `more than ${limits.depth} maps and lists inside each other`;
      return { range: [token.offset, token.offset + 1], message };
    }
    for (const child of childrenOf(token)) if (child) open.push({ token: child, depth: depth + 1 });
  }
  return undefined;
}

function childrenOf(token: CST.Token): readonly (CST.Token | null | undefined)[] {
  if (token.type === "document") return [token.value];
  return "items" in token ? token.items.flatMap((item) => [item.key, item.value]) : [];
}
