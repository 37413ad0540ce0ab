import { Composer, Lexer, Parser, type CST } from "yaml";
import { createDiagnostic, type Diagnostic, type DiagnosticText } from "../diagnose/diagnostic.ts";
import type { ConfigNode } from "../tree/node.ts";
import type { Path } from "../tree/path.ts";
import { limits } from "./limits.ts";
import type { Source } from "./source.ts";
import { describeSyntaxErrors } from "./syntax-errors.ts";
import type { RangeDiagnostic, TextRange } from "./text-range.ts";
import { toConfigNode } from "./to-config-node.ts";

/** A tree, or the errors of the text. */
export type ParseResult =
  | { readonly ok: true; readonly node: ConfigNode }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Parses a YAML 1.2 text, or the part of it from `start`, to a tree of JSON values that belongs at `path`.
 *
 * YAML that JSON cannot express is refused: unknown tags, cycles, numbers that a double cannot represent.
 */
export function parseYaml(source: Source, start = 0, path: Path = []): ParseResult {
  const text = source.text.slice(start);
  const diagnostics: Diagnostic[] = [];
  const origin = ([from, to]: TextRange) => ({ source, start: start + from, end: start + to });
  const report = (range: TextRange, at: Path, diagnostic: DiagnosticText) =>
    void diagnostics.push(createDiagnostic(origin(range), at, diagnostic));
  const fail = (errors: readonly RangeDiagnostic[]): ParseResult => {
    for (const { range, ...error } of errors) report(range, path, error);
    return { ok: false, diagnostics };
  };

  const unsuitable = findUnsuitableText(text);
  if (unsuitable) return fail([unsuitable]);
  const tokens = [...new Parser().parse(text)];
  const tooDeep = findTooDeep(tokens);
  if (tooDeep) return fail([tooDeep]);
  const composer = new Composer({ stringKeys: true, resolveKnownTags: false, prettyErrors: false });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  if (!document) throw new Error("a forced composition returned no document");
  const errors = describeSyntaxErrors(text, [...document.errors, ...document.warnings]);
  if (errors.length > 0) return fail(errors);
  if (second) {
    const at = text.lastIndexOf("---", second.range[0]);
    return fail([{ range: [at, at + 3], message: "a second document begins", help: "a file has one configuration" }]);
  }
  const node = toConfigNode(document.contents, path, { origin, report });
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, node };
}

/** Checks characters and the number of tokens, before anything is built of them. */
function findUnsuitableText(text: string): RangeDiagnostic | undefined {
  const forbidden = /[\0\ufeff]/.exec(text);
  if (forbidden) {
    const message = forbidden[0] === "\0" ? "a NUL character" : "a byte order mark";
    const help = `save the file as UTF-8 text${forbidden[0] === "\0" ? "" : " without a mark"}`;
    return { range: [forbidden.index, forbidden.index + 1], message, help };
  }
  let count = 0;
  for (const _ of new Lexer().lex(text)) {
    if (++count > limits.tokens) {
      const message = `more than ${limits.tokens} YAML tokens`;
      return { range: [0, 1], message, help: "keep data in a file of its own" };
    }
  }
  return undefined;
}

/** Bounds the depth before the composer recurses. */
function findTooDeep(tokens: readonly CST.Token[]): RangeDiagnostic | undefined {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > limits.depth) {
      const message = `maps and lists nested more than ${limits.depth} deep`;
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
