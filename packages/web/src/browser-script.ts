import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Ending of source files: `.ts` in the repository, `.js` in the published package. */
const ending = extname(fileURLToPath(import.meta.url));

const core = pathToFileURL(createRequire(import.meta.url).resolve("@tweedie/core"));

/** Source files of the page, each after its imports. Latents come from core's own files, as those of `tweedie sample` do. */
const sources = [
  ...["philox", "random", "ndarray", "slerp"].map((name) => new URL(`./${name}${ending}`, core)),
  ...["generator", "draw", "main"].map((name) => new URL(`./page/${name}${ending}`, import.meta.url)),
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
        .replaceAll(/^\/\/# sourceMappingURL=.*$/gm, "")
        .replaceAll(/^export (?=(?:async )?(?:const|function))/gm, "")
        .trim();
    }),
  );
  return scripts.join("\n");
}
