import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundlePackage } from "./bundle.ts";
import { buildDashboardPage } from "./pages/dashboard-page.ts";
import { writeDeclarations } from "./declarations.ts";
import { absorbedLibraries } from "./libraries.ts";
import { buildPlayground } from "./pages/playground-page.ts";
import { plainFolders, publishedManifest } from "./published-manifest.ts";
import { bundleTensorFlow } from "./tensorflow-bundle.ts";
import { repository, type Workspace, workspaces } from "./workspaces.ts";

/** Folder of the archives and of what is packed. */
const out = join(repository, "dist/release");

/** Bundles all packages and packs them as npm would publish them. Returns the archives by the names of the packages. */
export async function packAll(): Promise<ReadonlyMap<string, string>> {
  const packages = workspaces();
  rmSync(out, { recursive: true, force: true });
  const [build, archives] = [join(out, "build"), join(out, "archives")];
  writeDeclarations(packages, build);
  const stages: string[] = [];
  for (const each of packages) stages.push(await stage(each, { build, to: join(out, "stage", each.folder) }));
  await bundleTensorFlow(join(out, "stage/packages/core/dist/tensorflow.cjs"));
  await buildPlayground(join(out, "stage/packages/playground/dist/page"));
  mkdirSync(archives, { recursive: true });
  const output = execFileSync(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", archives, ...stages],
    {
      encoding: "utf8",
      cwd: repository,
    },
  );
  const packed = JSON.parse(output) as readonly { readonly name: string; readonly filename: string }[];
  return new Map(packed.map(({ name, filename }) => [name, join(archives, filename)]));
}

/** Writes the folder of a published package. Returns its path. */
async function stage(
  workspace: Workspace,
  { build, to }: { readonly build: string; readonly to: string },
): Promise<string> {
  const { folder, manifest } = workspace;
  const source = join(repository, folder);
  mkdirSync(to, { recursive: true });
  cpSync(join(build, folder, "src"), join(to, "dist"), { recursive: true });
  copyOtherFiles(join(source, "src"), join(to, "dist"));
  await bundlePackage(workspace, join(to, "dist"));
  if (manifest.name === "@tweedie/ui") await buildDashboardPage(join(to, "dist/page"));
  for (const name of [...plainFolders, "README.md"]) {
    if (existsSync(join(source, name))) cpSync(join(source, name), join(to, name), { recursive: true });
  }
  cpSync(join(repository, "LICENSE"), join(to, "LICENSE"));
  const absorbed = absorbedLibraries(Object.keys(manifest.dependencies ?? {}), join(to, "dist"));
  const published = publishedManifest(manifest, { node: engines(), absorbed });
  writeFileSync(join(to, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
  return to;
}

/** Copies the files of a `src` folder that are not compiled, such as pages and weights, beside the compiled ones. */
function copyOtherFiles(source: string, target: string): void {
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.m?ts$|\.mjs$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    cpSync(path, join(target, path.slice(source.length)));
  }
}

/** Versions of Node that the repository supports. */
const engines = (): string =>
  (
    JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      readonly engines: { readonly node: string };
    }
  ).engines.node;
