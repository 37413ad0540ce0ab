import ts from "typescript";
import type { Entry } from "./entries.ts";

/** A name that a module exports. */
export interface Exported {
  readonly name: string;
  /** The symbol that it stands for, after all re-exports. */
  readonly symbol: ts.Symbol;
  readonly kind: string;
}

const kinds: readonly (readonly [ts.SymbolFlags, string])[] = [
  [ts.SymbolFlags.Function, "function"],
  [ts.SymbolFlags.Class, "class"],
  [ts.SymbolFlags.Variable, "const"],
  [ts.SymbolFlags.Interface, "interface"],
  [ts.SymbolFlags.TypeAlias, "type"],
  [ts.SymbolFlags.Namespace, "namespace"],
];

/** Returns the names that a module exports, in alphabetical order. */
export function exportsOf(program: ts.Program, { name: entry, file }: Entry): readonly Exported[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${entry} (${file}) is not a module`);
  return checker
    .getExportsOfModule(module)
    .map((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const kind = kinds.find(([flag]) => symbol.flags & flag)?.[1] ?? "other";
      return { name: exported.name, symbol, kind };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
