import { fileURLToPath } from "node:url";
import type { InlineConfig } from "vite";
import { families } from "./families.ts";
import { licences } from "./licences.ts";
import { noNode } from "./no-node.ts";
import { swcInBrowser } from "./swc-in-browser.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

const pagePlugins = (name: string) => [families(repository), noNode, swcInBrowser, licences(name)];

/** Settings of Vite for a page of this package: files with relative addresses, which any static host serves from any folder. */
export const pageBuild = (root: string, outDir: string): InlineConfig => ({
  root,
  base: "./",
  configFile: false,
  logLevel: "warn",
  plugins: pagePlugins("page"),
  worker: { format: "es", plugins: () => pagePlugins("worker") },
  resolve: { alias: { "node:path": "pathe" } },
  build: { target: "es2022", outDir, emptyOutDir: true, chunkSizeWarningLimit: 1_000 },
});
