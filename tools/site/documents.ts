import { posix } from "node:path";
import { filesIn, read } from "../docs/documents.ts";
import { type Page, pageOf } from "./page.ts";

/** Markdown files of the repository that are pages of the site, with the paths of the pages. */
export const documentPaths: ReadonlyMap<string, string> = new Map([
  ["README.md", "index.md"],
  ["CONTRIBUTING.md", "contributing.md"],
  ["CHANGELOG.md", "changelog.md"],
  ...filesIn("docs", ".md").map((file) => [file, sitePath(file.slice("docs/".length))] as const),
  ...readmesIn("packages").map((file) => [file, `${posix.dirname(file)}.md`] as const),
  ...readmesIn("tools").map((file) => [file, `${posix.dirname(file)}.md`] as const),
  ...readmesIn("plugins").map((file) => [file, `packages/plugin-${file.split("/")[1]!}.md`] as const),
]);

/** The README of a folder is the folder's index. */
function sitePath(file: string): string {
  return file.replace(/README\.md$/, "index.md");
}

function readmesIn(folder: string): readonly string[] {
  return filesIn(folder, "README.md").filter((file) => file.split("/").length === 3);
}

/** Returns the link from a page of the site to a path of the repository. */
export type LinkTo = (path: string, from: string) => string;

/** A document as a page. */
export function documentPage(file: string, linkTo: LinkTo): Page {
  const path = documentPaths.get(file)!;
  const text = mapText(read(file), (target) => linkOf(file, target, (linked) => linkTo(linked, path)));
  return pageOf(path, text);
}

/** Code, which stays as it is; HTML comments; targets of links. */
const pattern = /^(`{3,})[^]*?^\1$|`[^`\n]+`|<!--[^]*?-->\n*|\]\(([^)\s]+)\)/gm;

/** The text without HTML comments, with every target of a link replaced. Code is left as it is. */
export const mapText = (text: string, replaced: (target: string) => string): string =>
  text.replace(pattern, (whole: string, _fence: string, target: string | undefined) => {
    if (whole.startsWith("<!--")) return "";
    return target === undefined ? whole : `](${replaced(target)})`;
  });

/** Target of a link in a document as a target on the site. Addresses and anchors of the same page stay. */
function linkOf(file: string, target: string, linkTo: (path: string) => string): string {
  if (/^(\w+:|#)/.test(target)) return target;
  const [path, anchor] = target.split("#") as [string, string?];
  const link = linkTo(posix.normalize(posix.join(posix.dirname(file), path)));
  return anchor === undefined ? link : `${link}#${anchor}`;
}
