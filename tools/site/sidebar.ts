import { posix } from "node:path";
import type { DefaultTheme } from "vitepress";
import type { Page } from "./page.ts";

interface Section {
  readonly text: string;
  readonly collapsed?: boolean;
  /** Pages or folders of pages, in order. */
  readonly paths: readonly string[];
}

const sections: readonly Section[] = [
  { text: "Start", paths: ["index.md", "tutorial.md"] },
  { text: "Guides", paths: ["guides"] },
  { text: "Reference", paths: ["reference/experiment.md", "reference/sweep.md"] },
  { text: "Commands", collapsed: true, paths: ["reference/commands/index.md", "reference/commands"] },
  { text: "Plugins", collapsed: true, paths: ["plugins/index.md", "plugins"] },
  { text: "Background", paths: ["mathematics.md", "architecture.md", "trust.md"] },
  { text: "Measurements", paths: ["findings.md", "findings", "performance.md", "reliability.md"] },
  { text: "Roles", collapsed: true, paths: ["roles/index.md", "roles"] },
  { text: "Packages", collapsed: true, paths: ["packages"] },
  { text: "Project", paths: ["contributing.md", "changelog.md", "tools"] },
];

/** Folder of pages that only links lead to. */
const unlisted = "source";

/** Returns the sidebar. Throws if a page is in none of its sections. */
export function sidebarOf(pages: readonly Page[]): DefaultTheme.SidebarItem[] {
  const left = new Map(pages.filter(({ path }) => !isIn(path, unlisted)).map((page) => [page.path, page]));
  const take = (path: string): readonly Page[] => {
    const taken = [...left.values()].filter((page) => page.path === path || isIn(page.path, path));
    for (const page of taken) left.delete(page.path);
    return taken;
  };
  const items = sections.map(({ text, collapsed, paths }) => ({
    text,
    ...(collapsed !== undefined && { collapsed }),
    items: paths.flatMap(take).map(({ path, title }) => ({ text: title, link: `/${path}` })),
  }));
  if (left.size > 0) throw new Error(`pages in no section of the sidebar: ${[...left.keys()].join(", ")}`);
  return items;
}

const isIn = (path: string, folder: string): boolean => path.startsWith(posix.join(folder, "/"));
