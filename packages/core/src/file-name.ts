/** Names that Windows reserves for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Most characters and bytes of a name: file systems hold 255 bytes, and names of folders get a suffix. */
const [maxCharacters, maxBytes] = [80, 200];

/** Description of the names that `isFileName` accepts, for messages. */
export const fileNameRule =
  "a name has letters and digits of any script, dots, dashes and underscores, 80 at most, begins with no dash and is not reserved by Windows";

/** Characters of a name. ASCII has its own alternative, because compiling the classes of Unicode takes milliseconds. */
const hasNameCharacters = (name: string): boolean => /^[\w.-]+$/.test(name) || /^[\p{L}\p{N}\p{M}_.-]+$/u.test(name);

/** True for a name that every file system can hold and that no command reads as an option. */
export const isFileName = (name: string): boolean =>
  hasNameCharacters(name) &&
  !/^-|^\.+$|\.$/.test(name) &&
  !reserved.test(name) &&
  name.length <= maxCharacters &&
  byteLength(name) <= maxBytes &&
  // macOS takes other Unicode forms of a name for the same file.
  name === name.normalize("NFC");

/** The nearest name that `isFileName` accepts: other characters become dashes. */
export function toFileName(text: string): string {
  const slug = text
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}\p{M}_.-]+/gu, "-")
    .replace(/^[-.]+/, "");
  let name = "";
  for (const character of slug) {
    if (name.length + character.length > maxCharacters || byteLength(name + character) > maxBytes) break;
    name += character;
  }
  name = name.replace(/\.+$/, "");
  return reserved.test(name) || name === "" ? `_${name}` : name;
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;
