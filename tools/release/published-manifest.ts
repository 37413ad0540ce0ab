import type { Manifest } from "./workspaces.ts";

/** Plain data or a function: bundlers may drop the modules of these packages that a program does not use. */
const hasSideEffects = new Set(["@tweedie/cli", "@tweedie/engine", "tweedie", "create-tweedie"]);

/** Files of a published package, from its folder. Files that do not exist are no error. */
const files = ["dist", "bin", "templates", "completion"];

/**
 * Returns the package.json of the published package. In the repository a package exports its sources, `./src/NAME.ts`; the published
 * one exports what they compile to, `./dist/NAME.js` and its declarations. Development dependencies are left out.
 */
export function publishedManifest(manifest: Manifest, shared: { readonly node: string }): Record<string, unknown> {
  const { devDependencies: _, exports, imports, ...rest } = manifest;
  return {
    ...rest,
    author: "The Tweedie authors",
    engines: { node: shared.node },
    sideEffects: hasSideEffects.has(manifest.name),
    files,
    exports: Object.fromEntries(Object.entries(exports).map(([subpath, source]) => [subpath, compiled(source)])),
    ...(imports && { imports: Object.fromEntries(Object.keys(imports).map((name) => [name, bundled(name)])) }),
  };
}

/** Returns the entry of `exports` for a source: `./src/index.ts` becomes `./dist/index.js`. */
function compiled(source: string): string | { readonly types: string; readonly default: string } {
  const target = source.replace(/^\.\/src\//, "./dist/");
  if (!target.endsWith(".ts")) return target;
  return { types: target.replace(/\.ts$/, ".d.ts"), default: target.replace(/\.ts$/, ".js") };
}

/** Returns the file of a dependency that is bundled: `#tensorflow` is `./dist/tensorflow.cjs`. */
const bundled = (name: string): string => `./dist/${name.slice(1)}.cjs`;
