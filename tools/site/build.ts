import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vitepress";
import { root as repository } from "../docs/documents.ts";
import { buildPlayground } from "../release/pages/playground-page.ts";
import { sitePages } from "./pages.ts";
import { sidebarOf } from "./sidebar.ts";

/** Folder of the VitePress project. */
export const root = fileURLToPath(new URL(".", import.meta.url));

/** Folder of the built site. */
export const siteFolder = join(repository, "dist/docs/site");

/** Folder of the Markdown pages and of the sidebar that VitePress reads. */
const sourceFolder = join(repository, "dist/docs/pages");

/** Writes the pages of the site and builds it. `base` is the path of the site on its host. Throws for a dead link. */
export async function buildSite(base = "/"): Promise<void> {
  const pages = await sitePages();
  rmSync(sourceFolder, { recursive: true, force: true });
  for (const { path, text } of pages) {
    const file = join(sourceFolder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  cpSync(join(repository, "docs/images"), join(sourceFolder, "images"), { recursive: true });
  writeFileSync(join(sourceFolder, "sidebar.json"), JSON.stringify(sidebarOf(pages)));
  await build(root, { base });
  await buildPlayground(join(siteFolder, "playground"));
}
