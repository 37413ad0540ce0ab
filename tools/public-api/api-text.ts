import { packageOf } from "../release/libraries.ts";
import { type Located, printStatements, referencesIn, statementsOf } from "./declaration-text.ts";
import type { Entry } from "./entries.ts";
import { exportsOf, type Exported } from "./exported.ts";
import type { Compiled } from "./program.ts";

/**
 * Returns the public API as text: for each module its exported names with kind and declaration, then the declarations that these
 * refer to and no module exports. A name that an earlier module exports refers to it.
 */
export function apiText({ program, declarations }: Compiled, entries: readonly Entry[]): string {
  const printed = new Map<Exported["symbol"], string>();
  const shown = new Set<string>();
  const waiting: Located[] = [];
  const textOf = ({ source, name }: Located): string | undefined => {
    const file = declarations.get(source);
    const statements = file && statementsOf(file, name);
    if (!file || !statements?.length) return undefined;
    shown.add(`${source} ${name}`);
    waiting.push(...referencesIn(file, statements, source));
    return printStatements(file, statements).replaceAll("    ", "  ");
  };

  const describe = (entry: string, { name, symbol, kind }: Exported): string => {
    const earlier = printed.get(symbol);
    if (earlier !== undefined) return `${kind} ${name}: as in ${earlier}`;
    printed.set(symbol, entry);
    const source = symbol.declarations?.[0]?.getSourceFile().fileName ?? "";
    const mark = isDeprecated(symbol) ? "deprecated: " : "";
    const [, library] = /.*\/node_modules\/(.*)/.exec(source) ?? [];
    if (library !== undefined) return `${mark}${kind} ${name}: of ${packageOf(library)}`;
    const text = textOf({ source, name: symbol.name });
    if (text === undefined) throw new Error(`${source} has no declaration of ${symbol.name}`);
    return name === symbol.name ? `${mark}${text}` : `${mark}${kind} ${name} is\n${text}`;
  };

  const sections = entries.map((entry) => {
    const names = exportsOf(program, entry).map((exported) => describe(entry.name, exported));
    return `## ${entry.name}\n\n${names.join("\n\n")}\n`;
  });

  const inner: string[] = [];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (shown.has(`${next.source} ${next.name}`)) continue;
    const text = textOf(next);
    if (text !== undefined) inner.push(text);
  }
  return [...sections, `## not exported, but referred to\n\n${inner.sort().join("\n\n")}\n`].join("\n");
}

const isDeprecated = (symbol: Exported["symbol"]): boolean =>
  symbol.getJsDocTags().some(({ name }) => name === "deprecated");
