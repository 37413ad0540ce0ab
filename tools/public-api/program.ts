import { join } from "node:path";
import ts from "typescript";
import { repository, workspaces } from "../release/workspaces.ts";

/** A compiled program, and its declarations as they are published. */
export interface Compiled {
  readonly program: ts.Program;
  /** Parsed declaration files by the absolute paths of their sources. */
  readonly declarations: ReadonlyMap<string, ts.SourceFile>;
}

/** Compiles modules with the options of the repository, in memory. `sources` are texts of files that do not exist. */
export function compileModules(files: readonly string[], sources: ReadonlyMap<string, string> = new Map()): Compiled {
  const { config } = ts.readConfigFile(join(repository, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, repository);
  const emitted = { noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: false };
  const lib = ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"];
  const all = { ...options, ...emitted, lib, paths: sourcePaths() };
  const host = ts.createCompilerHost(all);
  const { readFile, fileExists } = host;
  host.readFile = (path) => sources.get(path) ?? readFile(path);
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  const program = ts.createProgram([...files], all, host);
  const declarations = new Map<string, ts.SourceFile>();
  program.emit(undefined, (path, text, _, __, origins) => {
    for (const { fileName } of origins ?? []) {
      declarations.set(fileName, ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
    }
  });
  return { program, declarations };
}

/** Sources of the repository's packages by module name. Found in node_modules, they would count as foreign and not be emitted. */
const sourcePaths = (): Record<string, string[]> =>
  Object.fromEntries(
    workspaces().flatMap(({ folder, manifest }) =>
      Object.entries(manifest.exports ?? {}).map(([subpath, source]) => [
        `${manifest.name}${subpath.slice(1)}`,
        [join(repository, folder, source)],
      ]),
    ),
  );
