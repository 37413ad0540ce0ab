import { fileURLToPath } from "node:url";
import type { InlineConfig } from "vite";
import { families } from "./families.ts";
import { noNode } from "./no-node.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** Settings of Vite for a page of this package: files with relative addresses, which any static host serves from any folder. */
export const pageBuild = (root: string, outDir: string): InlineConfig => ({
  root,
  base: "./",
  configFile: false,
  logLevel: "warn",
  plugins: [families(repository), noNode],
  worker: { format: "es", plugins: () => [families(repository), noNode] },
  resolve: { alias: { "node:path": "pathe" } },
  build: { target: "es2022", outDir, emptyOutDir: true, chunkSizeWarningLimit: 1_000 },
});
