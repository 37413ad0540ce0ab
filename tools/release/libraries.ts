import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OutputBundle, OutputChunk, Plugin } from "rolldown";

/** Libraries of JavaScript only, which become part of the package that uses them: a command then loads one file instead of their 120. */
const bundled = new Set([
  "commander",
  "fast-png",
  "fastest-levenshtein",
  "import-meta-resolve",
  "inversify",
  "pbf",
  "picocolors",
  "reflect-metadata",
  "yaml",
]);

/** Name of the package of an import: `reflect-metadata` of `reflect-metadata/lite`. */
export const packageOf = (id: string): string => /^(@[^/]+\/)?[^/]+/.exec(id)![0];

/** True for an import of a library that is bundled. */
export const isBundled = (id: string): boolean => bundled.has(packageOf(id));

/** Returns the libraries that are part of a bundle and that no declaration in `folder` names, so that nobody needs to install them. */
export function absorbedLibraries(dependencies: readonly string[], folder: string): ReadonlySet<string> {
  const declarations = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.d\.m?ts$/.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8"));
  const isNamed = (name: string) =>
    declarations.some((text) => text.includes(`"${name}"`) || text.includes(`"${name}/`));
  return new Set(dependencies.filter((name) => bundled.has(name) && !isNamed(name)));
}

/** Adds the licences of the libraries in a bundle to it. */
export const licences: Plugin = {
  name: "licences",
  generateBundle(_, output: OutputBundle) {
    const chunks = Object.values(output).filter((each): each is OutputChunk => each.type === "chunk");
    const folders = new Set(chunks.flatMap(({ moduleIds }) => moduleIds.flatMap((id) => folderOfLibrary(id) ?? [])));
    if (folders.size === 0) return;
    const source = [...folders].sort().map(licenceOf).join("\n\n");
    this.emitFile({ type: "asset", fileName: "third-party-licences.txt", source });
  },
};

const folderOfLibrary = (id: string): string | undefined => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id)?.[0];

function licenceOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}
