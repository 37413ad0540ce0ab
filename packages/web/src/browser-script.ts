import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const core = pathToFileURL(createRequire(import.meta.url).resolve("@tweedie/core"));

/** Source files of the page, each after its imports. Latents come from core's own files, as those of `tweedie sample` do. */
const sources = [
  ...["philox", "random", "ndarray", "slerp"].map((name) => new URL(`./${name}.ts`, core)),
  ...["generator", "draw", "main"].map((name) => new URL(`./page/${name}.ts`, import.meta.url)),
];

/** Concatenates the source files to one script without types, imports and exports. Their top-level names must therefore be distinct. */
export async function browserScript(): Promise<string> {
  const { transformSync } = await import("@swc/wasm-typescript");
  const scripts = await Promise.all(
    sources.map(async (source) => {
      const text = await readFile(fileURLToPath(source), "utf8");
      const { code } = transformSync(text, { mode: "strip-only", module: true });
      return code
        .replaceAll(/^import [^;]*;$/gm, "")
        .replaceAll(/^export (?=(?:async )?(?:const|function))/gm, "")
        .trim();
    }),
  );
  return scripts.join("\n");
}
