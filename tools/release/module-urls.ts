import { posix, relative } from "node:path";
import type { Plugin } from "rolldown";

const mark = "__urlOfModule";

/**
 * Keeps the meaning of `import.meta.url` in a bundle of the modules of `source`: it is the URL that a module would have as a file of its
 * own in `dist`, from which it finds the files beside it.
 */
export function moduleUrls(source: string): Plugin {
  return {
    name: "module-urls",
    transform: (code, id) => {
      if (!code.includes("import.meta.url")) return null;
      const file = relative(source, id).replaceAll("\\", "/").replace(/\.ts$/, ".js");
      return { code: code.replaceAll("import.meta.url", `${mark}(${JSON.stringify(file)})`), map: null };
    },
    renderChunk: (code, { fileName }) => {
      if (!code.includes(mark)) return null;
      const from = posix.dirname(fileName);
      const urlOf = (_: string, file: string) =>
        file === fileName
          ? "import.meta.url"
          : `new URL(${JSON.stringify(posix.relative(from, file))}, import.meta.url).href`;
      return { code: code.replaceAll(new RegExp(`${mark}\\("([^"]+)"\\)`, "g"), urlOf), map: null };
    },
  };
}
