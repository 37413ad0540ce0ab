import { dirname, join } from "node:path";
import ts from "typescript";

const printer = ts.createPrinter({ removeComments: true });

/** Statements of a declaration file that declare a name: one, or several overloads. */
export function statementsOf(file: ts.SourceFile, name: string): readonly ts.Statement[] {
  return file.statements.filter((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.some((each) => each.name.getText(file) === name)
      : (statement as { readonly name?: ts.Node }).name?.getText(file) === name,
  );
}

/** Prints statements without comments, `export` and `declare`. */
export const printStatements = (file: ts.SourceFile, statements: readonly ts.Statement[]): string =>
  statements
    .map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, file))
    .map((text) => text.replace(/^(?:export )?(?:default )?(?:declare )?/, ""))
    .join("\n");

/** A declaration in a file of the program. */
export interface Located {
  /** Absolute path of the source file. */
  readonly source: string;
  readonly name: string;
}

/** Returns the declarations of the same package that statements refer to by name. */
export function referencesIn(
  file: ts.SourceFile,
  statements: readonly ts.Statement[],
  source: string,
): readonly Located[] {
  const imported = new Map(file.statements.filter(ts.isImportDeclaration).flatMap((each) => importsOf(each, source)));
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  statements.forEach(visit);
  return [...names].flatMap((name) => {
    const found = imported.get(name);
    if (found) return [found];
    return statementsOf(file, name).some((each) => !statements.includes(each)) ? [{ source, name }] : [];
  });
}

/** Names that a declaration file imports from other files of its package. */
function importsOf(declaration: ts.ImportDeclaration, source: string): readonly (readonly [string, Located])[] {
  const { text: specifier } = declaration.moduleSpecifier as ts.StringLiteral;
  const bindings = declaration.importClause?.namedBindings;
  if (!specifier.startsWith(".") || !bindings || !ts.isNamedImports(bindings)) return [];
  const from = join(dirname(source), specifier);
  return bindings.elements.map(({ name, propertyName }) => [
    name.text,
    { source: from, name: (propertyName ?? name).text },
  ]);
}
