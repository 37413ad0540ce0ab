/** Markup that is safe to put into a page. */
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

/** A template whose values are escaped unless they are markup themselves. Lists are joined; `undefined` and `false` are nothing. */
export const html = (parts: TemplateStringsArray, ...contents: readonly Content[]): Html => ({
  markup: String.raw({ raw: parts }, ...contents.map(markupOf)),
});

/** Takes text for markup: for what this package itself has drawn or written. */
export const trusted = (markup: string): Html => ({ markup });
