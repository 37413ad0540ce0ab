/** Text of a page without markup, with single spaces. */
export const textOf = (page: string): string =>
  page
    .replaceAll(/<style>.*?<\/style>/gs, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");

/** Values of an attribute, in order. */
export const attributesOf = (page: string, name: string): string[] =>
  [...page.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map(([, value]) => value!.replaceAll("&#39;", "'"));

/** Start tags of elements; `name` may be an alternation. */
export const tagsOf = (page: string, name: string): readonly string[] =>
  page.match(new RegExp(`<(?:${name})[ >][^>]*>?`, "g")) ?? [];

const voidElements = new Set(["meta", "img"]);

/** Name of the first element whose end tag is missing or misplaced; undefined for a well-formed page. */
export function misnestedElement(page: string): string | undefined {
  const open: string[] = [];
  for (const [, end, name, rest] of page.matchAll(/<(\/?)([a-z][\w-]*)((?:"[^"]*"|[^">])*)>/gi)) {
    if (end === "/") {
      if (open.pop() !== name) return name;
    } else if (!voidElements.has(name!) && !rest!.endsWith("/")) open.push(name!);
  }
  return open.pop();
}
