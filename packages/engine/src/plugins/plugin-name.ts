import type { Finding } from "@tweedie/config";
import { isBuiltin } from "node:module";

/** What a `use` names: a module of a package, whose subpath is as in its `exports`, or a file of the project. */
export type PluginName =
  | { readonly kind: "package"; readonly package: string; readonly subpath: "." | `./${string}` }
  | { readonly kind: "file"; readonly path: string };

const longest = 214;

/** A package as npm names it, but for capitals and signs that nobody needs. */
const packageGrammar = /^((?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*)((?:\/[a-z0-9][a-z0-9._-]*)*)$/;
const fileGrammar = /^\.{1,2}(?:\/(?:\.\.|\w[\w.-]*))*\/\w[\w.-]*\.m?[jt]s$/;

/** Whether a name can be a package that experiments take plugins from. */
export const isPackageName = (name: string): boolean =>
  packageGrammar.exec(name)?.[2] === "" && name.length <= longest && !isBuiltin(name);

/**
 * Reads a plugin's name. Whatever Node would understand beside packages and files of the project is refused here, by the
 * letters alone: URLs, absolute paths, modules of Node's, escapes, letters that only look like others.
 */
export function parsePluginName(use: string): PluginName | Finding {
  const refusal = refusalOf(use);
  if (refusal) return refusal;
  if (use.startsWith(".")) return { kind: "file", path: use };
  const [, name, rest] = packageGrammar.exec(use)!;
  return { kind: "package", package: name!, subpath: rest ? `.${rest as `/${string}`}` : "." };
}

const forms = "write family/name, package/name of a package that package.json allows, or ./file.ts";

function refusalOf(use: string): Finding | undefined {
  if (use === "") return { message: "the name of a plugin is missing", help: forms };
  if (use.length > longest) return { message: `a name of ${use.length} characters: ${longest} are allowed` };
  if (/^([/~\\]|[a-z]:[/\\])/i.test(use)) {
    return { message: `\`${use}\` is an absolute path`, help: "write the path from this file, ./my-loss.ts" };
  }
  if (isBuiltin(use)) return { message: `\`${use}\` is a module of Node's and no plugin`, help: forms };
  if (/^[a-z][a-z0-9+.-]*:/i.test(use))
    return { message: `\`${use}\` is a URL, and plugins are not loaded by URL`, help: forms };
  const odd = [...use].find((character) => !/[\w@./-]/.test(character));
  if (odd !== undefined) return { message: `\`${use}\` has the character ${nameOf(odd)}`, help: forms };
  if (use.startsWith(".")) {
    if (fileGrammar.test(use)) return undefined;
    const message = `\`${use}\` is not the path of a TypeScript or JavaScript file`;
    return { message, help: "write it as ./my-loss.ts, without hidden folders" };
  }
  if (packageGrammar.test(use)) return undefined;
  const message = `\`${use}\` is not the name of a plugin`;
  const small = use.toLowerCase();
  if (use !== small && use.includes("/") && packageGrammar.test(small))
    return { message, help: `names have small letters: \`${small}\`` };
  return { message, help: forms };
}

/** A character that may not be shown as it is: one that looks like another, or like nothing. */
function nameOf(character: string): string {
  const code = character.codePointAt(0)!;
  return code > 0x20 && code < 0x7f ? `\`${character}\`` : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
