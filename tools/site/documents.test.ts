import { expect, test } from "vitest";
import { documentPage, documentPaths, mapText } from "./documents.ts";
import { sidebarOf } from "./sidebar.ts";
import { sitePages } from "./pages.ts";
import { sourcePages } from "./source-pages.ts";

test("targets of links are replaced, code is kept, and comments are left out", () => {
  const text = "<!-- results: a -->\n\nSee [a](b.md) and `[c](d.md)`.\n\n```md\n[e](f.md) <!-- g -->\n```\n";
  expect(mapText(text, (target) => `/${target}`)).toBe(
    "See [a](/b.md) and `[c](d.md)`.\n\n```md\n[e](f.md) <!-- g -->\n```\n",
  );
});

test("a link is a path of the repository, with its anchor; addresses stay", () => {
  const links: string[] = [];
  documentPage("docs/tutorial.md", (path, from) => {
    links.push(`${from}: ${path}`);
    return path;
  });
  expect(links).toContain("tutorial.md: docs/roles/README.md");
  const { text } = documentPage("README.md", (path) => `/${path}`);
  expect(text).toContain("](https://github.com/mingyuanzhou/SiD)");
});

test("every document is a page in the sidebar, and files that documents link to are pages", async () => {
  const pages = await sitePages();
  const paths = pages.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toEqual(expect.arrayContaining([...documentPaths.values()]));
  expect(paths).toEqual(
    expect.arrayContaining(["source/experiments/digits/index.md", "source/experiments/digits/mlp.yaml.md"]),
  );
  const links = sidebarOf(pages).flatMap(({ items = [] }) => items.map(({ link }) => link));
  expect(links).toEqual(expect.arrayContaining([...documentPaths.values()].map((path) => `/${path}`)));
});

test("a binary file has a page that says its size", () => {
  const pages = sourcePages("experiments/digits/students/lora-14x14.safetensors");
  expect(pages.map(({ text }) => text)).toEqual([expect.stringMatching(/\nA binary file of \d+ bytes\.\n$/)]);
});

test("a page that is in no section of the sidebar is an error", () => {
  expect(() => sidebarOf([{ path: "lost.md", title: "Lost", text: "" }])).toThrow("lost.md");
});
