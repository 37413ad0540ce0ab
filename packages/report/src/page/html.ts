/** Markup that is safe to insert into a page. */
export interface Html {
  readonly markup: string;
}

type Content = Html | string | number | false | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character]!);

const markupOf = (content: Content): string => {
  if (content === undefined || content === false) return "";
  if (typeof content === "string" || typeof content === "number") return escape(String(content));
  return "markup" in content ? content.markup : content.map(markupOf).join("");
};

/** Template tag. Escapes all values but markup, joins lists, and omits `undefined` and `false`. */
export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Html => ({
  markup: String.raw({ raw: parts }, ...contents.map(markupOf)),
});

/** Marks text of this package as markup, so that it is not escaped. Never for text of users. */
export const trusted = (markup: string): Html => ({ markup });
