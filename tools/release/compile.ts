import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { repository, type Workspace } from "./workspaces.ts";

const require = createRequire(import.meta.url);

/** Options of the build. Imports of `./NAME.ts` become `./NAME.js`; scripts that start threads are `.mjs` and compiled too. */
const compilerOptions = {
  noEmit: false,
  allowJs: true,
  checkJs: false,
  declaration: true,
  rewriteRelativeImportExtensions: true,
  sourceMap: true,
  inlineSources: true,
  rootDir: repository,
};

/**
 * Compiles the sources of all packages into `out`, in one program: `packages/core/src/plugin.ts` becomes
 * `OUT/packages/core/src/plugin.js` with its declarations and source map. Tests and fixtures are left out.
 */
export function compile(packages: readonly Workspace[], out: string): void {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const config = join(out, "tsconfig.json");
  const sources = packages.map(({ folder }) => join(repository, folder, "src"));
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(repository, "tsconfig.base.json"),
      compilerOptions: { ...compilerOptions, outDir: out, lib: ["es2023", "dom", "dom.iterable"] },
      include: sources,
      exclude: ["**/*.test.ts", "**/*.fixture.ts"].map((pattern) => join(repository, pattern)),
    }),
  );
  const compiler = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  execFileSync(process.execPath, [compiler, "-p", config], { stdio: "inherit", cwd: repository });
}

/** Copies the files of a `src` folder that are not compiled, such as pages and weights, beside the compiled ones. */
export function copyOtherFiles(source: string, target: string): void {
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.m?ts$|\.mjs$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    cpSync(path, join(target, path.slice(source.length)));
  }
}
