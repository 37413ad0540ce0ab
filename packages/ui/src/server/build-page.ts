import type { PluginOption } from "vite";

/** Builds the page from its sources, with the libraries that it uses. `plugins` are those of Vite that are added to the build. */
export async function buildPage(
  source: string,
  out: string,
  plugins: readonly { readonly name: string }[] = [],
): Promise<void> {
  const { build } = await import("vite");
  await build({
    root: source,
    configFile: false,
    logLevel: "warn",
    plugins: plugins as PluginOption[],
    build: { outDir: out, emptyOutDir: true, target: "es2022", modulePreload: false, assetsInlineLimit: 0 },
  });
}
