/**
 * Vite's plugin that refuses a module of Node in the page. Vite itself would put an empty module in its place, which fails when it is used.
 *
 * `node:path` computes with texts: `pathe` takes its place.
 */
export const noNode = {
  name: "tweedie-no-node",
  enforce: "pre",
  resolveId(id: string, importer: string | undefined) {
    if (!id.startsWith("node:") || id === "node:path") return undefined;
    throw new Error(`${importer ?? "the page"} imports ${id}, which a browser does not have`);
  },
} as const;
