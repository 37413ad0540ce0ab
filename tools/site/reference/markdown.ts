import { markdownTable } from "../../docs/markdown-table.ts";

/** A word in the font of code. */
export const code = (text: string): string => `\`${text}\``;

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

/** A sentence with its first letter in upper case and a full stop. Code in it stays code; other marks of Markdown become text. */
export function sentence(text: string): string {
  const escaped = text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll(/[\\*_[\]$]/g, "\\$&") : part))
    .join("");
  return escaped.replace(/^[a-z]/, (letter) => letter.toUpperCase()).replace(/[^.:?!]$/, "$&.");
}

/** A table; cells may contain `|`. Empty if there are no rows. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  return rows.length > 0 ? markdownTable(titles, cells) : "";
}

/** Paragraphs, tables and headings of a page, without the empty ones. */
export const blocks = (...parts: readonly string[]): string => `${parts.filter((part) => part !== "").join("\n\n")}\n`;
