import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { repository, type Workspace } from "./workspaces.ts";

const require = createRequire(import.meta.url);

/** Options of the build. Scripts that start threads are `.mjs` and have declarations too. */
const compilerOptions = {
  noEmit: false,
  allowJs: true,
  checkJs: false,
  declaration: true,
  emitDeclarationOnly: true,
  rootDir: repository,
};

/**
 * Writes the declarations of all packages into `out`, in one program: those of `packages/core/src/plugin.ts` are in
 * `OUT/packages/core/src/plugin.d.ts`. Tests and fixtures are left out.
 */
export function writeDeclarations(packages: readonly Workspace[], out: string): void {
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
