import { posix } from "node:path";
import { readCatalogue } from "../../packages/cli/src/explain/catalogue.ts";
import { read } from "../docs/documents.ts";
import { documentPage, documentPaths } from "./documents.ts";
import type { Page } from "./page.ts";
import { commandPages } from "./reference/command-pages.ts";
import { keyPages } from "./reference/key-pages.ts";
import { pluginPages } from "./reference/plugin-pages.ts";
import { sourcePages, sourcePath } from "./source-pages.ts";

/** Returns all pages of the site: documents, the reference, and the files of the repository that they link to. */
export async function sitePages(): Promise<readonly Page[]> {
  const sources = new Set<string>();
  const linkTo = (path: string, from: string): string => {
    const page = documentPaths.get(path) ?? documentPaths.get(posix.join(path, "README.md"));
    if (page !== undefined) return `/${page}`;
    const image = /^docs\/(images\/.+)$/.exec(path)?.[1];
    if (image !== undefined) return posix.relative(posix.dirname(from), image);
    sources.add(path);
    return `/${sourcePath(path)}`;
  };
  const documents = [...documentPaths.keys()].map((file) => documentPage(file, linkTo)).map(startPage);
  const catalogue = await readCatalogue();
  const reference = [...keyPages(catalogue), ...pluginPages(catalogue, linkTo), ...(await commandPages())];
  // A file may be linked by itself and be one of a folder that is linked.
  const files = new Map([...sources].flatMap(sourcePages).map((page) => [page.path, page] as const));
  return [...documents, ...reference, ...files.values()];
}

/** The README as the start page: its first heading becomes a banner. */
function startPage(page: Page): Page {
  if (page.path !== "index.md") return page;
  const { description } = JSON.parse(read("package.json")) as { description: string };
  const [first, rest] = description.split(": ") as [string, string];
  const front = {
    layout: "home",
    title: page.title,
    titleTemplate: first,
    hero: {
      name: page.title,
      text: first,
      tagline: rest.replace(/^./, (letter) => letter.toUpperCase()),
      actions: [
        { theme: "brand", text: "Tutorial", link: "/tutorial" },
        { theme: "alt", text: "Reference", link: "/reference/experiment" },
      ],
    },
  };
  // JSON is YAML.
  return { ...page, text: `---\n${JSON.stringify(front)}\n---\n\n${page.text.replace(/^# .+\n/, "")}` };
}
