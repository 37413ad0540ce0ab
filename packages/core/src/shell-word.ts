import { hasObeyed } from "./visible-text.ts";

/**
 * Quotes a word for a shell, if needed. Letters and digits of all scripts need no quotation marks.
 *
 * Control characters are escaped by `$'...'`, which bash, zsh and POSIX 2024 read.
 */
export function shellWord(word: string): string {
  if (/^[\p{L}\p{N}\p{M}_@%+=:,./-]+$/u.test(word)) return word;
  if (/[\n\t]/.test(word) || hasObeyed(word)) return `$'${[...word].map(escapeCharacter).join("")}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Quotes a path that is an argument or the value of an option. A path that begins with `-` would be read as an option. */
export const shellPath = (path: string): string => shellWord(path.startsWith("-") ? `./${path}` : path);

function escapeCharacter(character: string): string {
  if (/['\\]/.test(character)) return `\\${character}`;
  if (!/[\n\t]/.test(character) && !hasObeyed(character)) return character;
  return [...new TextEncoder().encode(character)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}
