import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { compilerOptions } from "./compiler-options.ts";
import { packageFiles } from "./package-files.ts";
import { projectFiles } from "./project-files.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const templates = join(root, "packages/create-tweedie/templates");
const home = mkdtempSync(join(tmpdir(), "create-tweedie-"));
afterAll(() => rmSync(home, { recursive: true }));

/** Code that only strict indexing and exact optional properties refuse. */
const careless = `
export const first = (numbers: readonly number[]): number => numbers[0];
export const options: { readonly seed?: number } = { seed: undefined };
`;

/** Compiles all templates, and careless code, with the options of a generated tsconfig.json. Returns the lines of the compiler. */
function compile(tsconfig: string): readonly string[] {
  const generated = JSON.parse(tsconfig) as { readonly compilerOptions: object };
  const [carelessFile, config] = [join(home, "careless.ts"), join(home, "tsconfig.json")];
  writeFileSync(carelessFile, careless);
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
  // The templates import the sources of the packages, which have imports of `.ts` files.
  const here = { typeRoots: [join(root, "node_modules/@types")], allowImportingTsExtensions: true, rootDir: "/" };
  const files = readdirSync(templates, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(25);
  writeFileSync(
    config,
    JSON.stringify({
      compilerOptions: { ...generated.compilerOptions, ...here, noEmit: true },
      files: [carelessFile, ...files.map((file) => join(templates, file))],
    }),
  );
  const tsc = [join(root, "node_modules/typescript/bin/tsc"), "-p", config];
  const { stdout } = spawnSync(process.execPath, tsc, { cwd: home, encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.includes("error TS"));
}

test("all templates compile with the strict options of a new project, which refuse careless code", () => {
  const errors = compile(projectFiles({ name: "p" }).get("tsconfig.json")!);
  expect(errors.map((line) => line.replace(/:.*/s, ""))).toEqual(["careless.ts(2,62)", "careless.ts(3,14)"]);
});

test("a new package has the same strict options as a new project", () => {
  const optionsIn = (text: string) => (JSON.parse(text) as { readonly compilerOptions: object }).compilerOptions;
  expect(optionsIn(packageFiles("p").get("tsconfig.json")!)).toMatchObject(compilerOptions);
  expect(optionsIn(projectFiles({ name: "p" }).get("tsconfig.json")!)).toMatchObject(compilerOptions);
});
