import { zodSubpath } from "./shared-zod.ts";
import type { Manifest } from "./workspaces.ts";

/** Packages with modules that act when they are loaded. Of the others, bundlers may drop the modules that a program does not use. */
const hasSideEffects = new Set(["@tweedie/cli", "@tweedie/engine", "tweedie", "create-tweedie"]);

/** Folders of a package that are published as they are, if it has them. */
export const plainFolders = ["bin", "templates", "completion"];

interface PackingResult {
  /** Versions of Node that the repository supports. */
  readonly node: string;
  /** Dependencies that are part of the bundle. */
  readonly absorbed: ReadonlySet<string>;
}

/**
 * Returns the package.json of the published package. In the repository a package exports its sources, `./src/NAME.ts`; the published
 * one exports their bundles, `./dist/NAME.js`, and declarations. Development dependencies and `absorbed` ones are left out.
 */
export function publishedManifest(manifest: Manifest, { node, absorbed }: PackingResult): Record<string, unknown> {
  // A bundle contains the modules of Node: those that a page has in their place are part of the built page alone.
  const { devDependencies: _, browser: _browser, dependencies = {}, exports, imports, ...rest } = manifest;
  return {
    ...rest,
    dependencies: Object.fromEntries(Object.entries(dependencies).filter(([name]) => !absorbed.has(name))),
    author: "The Tweedie authors",
    engines: { node },
    sideEffects: hasSideEffects.has(manifest.name),
    files: ["dist", ...plainFolders],
    exports: {
      ...Object.fromEntries(Object.entries(exports).map(([subpath, source]) => [subpath, compiled(source)])),
      // For the bundles of all packages only. Authors import `z` from `tweedie`.
      ...(manifest.name === "@tweedie/core" && { [zodSubpath]: "./dist/zod.js" }),
    },
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
