/** Characters that a terminal obeys instead of showing: controls but newline and tab, and marks and overrides of the writing direction. */
const obeyed = /(?![\n\t])\p{Control}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Replaces the characters that a terminal obeys by visible ones of the same width: the escape character by `␛`. */
export const visibleText = (text: string): string => text.replaceAll(obeyed, picture);

/** The same for text that must stay on one line, such as a name: newlines and tabs become visible, too. */
export const visibleLine = (text: string): string => visibleText(text).replaceAll(/[\n\t]/g, picture);

/** Replaces the same characters by `\uXXXX`, which strings of JSON and YAML in double quotes read as the character. */
export const escapeObeyed = (text: string): string =>
  text.replaceAll(obeyed, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** True if text has characters that a terminal obeys. */
export const hasObeyed = (text: string): boolean => text.search(obeyed) >= 0;

/** U+2400 to U+2421 are pictures of the ASCII controls. The others have none. */
function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return "\u2421";
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
}

/** Columns of text in a terminal. */
export const textWidth = (text: string): number =>
  // ASCII is common and fast.
  /^[ -~]*$/.test(text) ? text.length : Array.from(text).reduce((sum, character) => sum + characterWidth(character), 0);

/** Columns of a character in a terminal: 2 for East Asian characters and emoji, 0 for combining marks. */
function characterWidth(character: string): number {
  if (/\p{Mark}|\p{Default_Ignorable_Code_Point}/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u.test(
    character,
  )
    ? 2
    : 1;
}
