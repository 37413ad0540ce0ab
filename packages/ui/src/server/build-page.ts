import type { Plugin } from "vite";

/** Builds the page from its sources, with the libraries that it uses. `plugins` are added to the build. */
export async function buildPage(source: string, out: string, plugins: readonly Plugin[] = []): Promise<void> {
  const { build } = await import("vite");
  await build({
    root: source,
    configFile: false,
    logLevel: "warn",
    plugins: [...plugins],
    build: { outDir: out, emptyOutDir: true, target: "es2022", modulePreload: false, assetsInlineLimit: 0 },
  });
}
