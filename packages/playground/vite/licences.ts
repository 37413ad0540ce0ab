import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The part of a bundle that the plugin reads. */
type Bundle = Readonly<Record<string, { readonly type: string; readonly moduleIds?: readonly string[] }>>;

interface Emit {
  emitFile(file: { readonly type: "asset"; readonly fileName: string; readonly source: string }): unknown;
}

const folderOfLibrary = (id: string): string | undefined => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];

/** Vite's plugin that adds the licences of the libraries in a bundle to it, as `NAME-licences.txt`. */
export const licences = (name: string) => ({
  name: "tweedie-licences",
  generateBundle(this: Emit, _: unknown, bundle: Bundle) {
    const ids = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds);
    const folders = new Set(ids.flatMap((id) => folderOfLibrary(id) ?? []));
    const source = [...folders].sort().map(licenceOf).join("\n\n");
    this.emitFile({ type: "asset", fileName: `${name}-licences.txt`, source });
  },
});

function licenceOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  // Some packages of TensorFlow.js and ONNX Runtime name their licence alone.
  const text = file === undefined ? `Licence: ${manifest["license"]}` : readFileSync(join(folder, file), "utf8").trim();
  return `${manifest["name"]} ${manifest["version"]}\n\n${text}\n`;
}
