import { readdirSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { rolldown } from "rolldown";
import { noPageBuild } from "./pages/dashboard-page.ts";
import { fixedPageScript } from "./pages/fixed-page-script.ts";
import { isBundled, licences } from "./libraries.ts";
import { mainChunk } from "./main-chunk.ts";
import { moduleUrls } from "./module-urls.ts";
import { sharedZod, zodModule, zodSubpath } from "./shared-zod.ts";
import { repository, type Workspace } from "./workspaces.ts";

/**
 * Bundles the modules of a package into `out`: a file for each module that is loaded by its name, and files that these share or load
 * later. Each file that a command loads costs time, so that few are better. Modules of other packages are imported and not bundled:
 * a process has one copy of each.
 */
export async function bundlePackage(workspace: Workspace, out: string): Promise<void> {
  const source = join(repository, workspace.folder, "src");
  const main = workspace.manifest.exports["."];
  const bundle = await rolldown({
    input: entriesOf(workspace, source),
    cwd: repository,
    platform: "node",
    tsconfig: join(repository, "tsconfig.base.json"),
    transform: { target: "node20" },
    external: isExternal,
    plugins: [moduleUrls(source), fixedPageScript, noPageBuild, sharedZod, licences],
    onLog: (level, { message }) => {
      if (level === "warn") throw new Error(message);
    },
  });
  await bundle.write({
    dir: out,
    format: "esm",
    entryFileNames: ({ facadeModuleId }) => (facadeModuleId?.endsWith(".mjs") ? "[name].mjs" : "[name].js"),
    chunkFileNames: "chunks/[name]-[hash].js",
    codeSplitting: {
      groups: main === undefined ? [] : [mainChunk(join(repository, workspace.folder, main))],
    },
    sourcemap: true,
  });
  await bundle.close();
}

/** True for a module that is imported: that of another package, unless it is a library that is bundled, or part of one. */
const isExternal = (id: string, importer: string | undefined): boolean =>
  !id.startsWith(".") && !isAbsolute(id) && id !== "zod" && !isBundled(id) && !importer?.includes("node_modules");

/** Returns the modules that are loaded by name, by their paths in `dist` without an ending: those of `exports`, and scripts of threads. */
function entriesOf({ manifest }: Workspace, source: string): Record<string, string> {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !/\.(test|fixture)\.ts$/.test(file));
  const exported = Object.values(manifest.exports).map((path) => patternOf(relative("src", path)));
  const entries = files.filter((file) => file.endsWith(".mjs") || exported.some((pattern) => pattern.test(file)));
  const own = Object.fromEntries(entries.map((file) => [file.replace(/\.\w+$/, ""), join(source, file)]));
  return manifest.name === "@tweedie/core" ? { ...own, [zodSubpath.slice(2)]: zodModule } : own;
}

/** Returns the pattern of files of an entry of `exports`: `*.ts` is any TypeScript file of the folder. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll("\\", "/").replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`);
