import ts from "typescript";
import type { Entry } from "./entries.ts";
import { exportsOf } from "./exported.ts";

/** Form of a deprecation: the version that deprecates, and the replacement as code. */
const form = /^since \d+\.\d+\.\d+: use `[^`]+`/;

/** Returns the deprecated names and members of modules whose docstring does not say since when and what to use instead. */
export function unclearDeprecations(program: ts.Program, entries: readonly Entry[]): readonly string[] {
  const checker = program.getTypeChecker();
  const unclear = (name: string, symbol: ts.Symbol): readonly string[] =>
    symbol
      .getJsDocTags(checker)
      .filter((tag) => tag.name === "deprecated")
      .map(({ text }) => ts.displayPartsToString(text))
      .filter((text) => !form.test(text))
      .map((text) => `${name}: \`@deprecated ${text}\` is not of the form "since 1.2.3: use \`OTHER\`"`);
  return entries.flatMap((entry) =>
    exportsOf(program, entry).flatMap(({ name, symbol }) => [
      ...unclear(`${entry.name} ${name}`, symbol),
      ...membersOf(symbol).flatMap((member) => unclear(`${entry.name} ${name}.${member.name}`, member)),
    ]),
  );
}

const membersOf = (symbol: ts.Symbol): readonly ts.Symbol[] => [...(symbol.members?.values() ?? [])];
