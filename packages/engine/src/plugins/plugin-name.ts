import type { DiagnosticText } from "@tweedie/config";
import { isBuiltin } from "../typescript/module-host.ts";

/** A parsed `use`: a module of a package, with a subpath of its `exports`, or a file of the project. */
export type PluginName =
  | { readonly kind: "package"; readonly package: string; readonly subpath: "." | `./${string}` }
  | { readonly kind: "file"; readonly path: string };

/** Longest name, as of an npm package. */
const maxLength = 214;

/** An npm package name without capitals and rare characters, and a subpath. */
const packageGrammar = /^((?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*)((?:\/[a-z0-9][a-z0-9._-]*)*)$/;
const fileGrammar = /^\.{1,2}(?:\/(?:\.\.|\w[\w.-]*))*\/\w[\w.-]*\.m?[jt]s$/;

/** True if a name can be that of a package with plugins. */
export const isPackageName = (name: string): boolean =>
  packageGrammar.exec(name)?.[2] === "" && name.length <= maxLength && !isBuiltin(name);

/**
 * Parses a plugin's name. Names of packages and of project files are accepted. Everything else that Node can import is refused
 * by its characters alone: URLs, absolute paths, built-in modules, escapes, and letters that look like others.
 */
export function parsePluginName(use: string): PluginName | DiagnosticText {
  const refusal = refuseName(use);
  if (refusal) return refusal;
  if (use.startsWith(".")) return { kind: "file", path: use };
  const [, name, rest] = packageGrammar.exec(use)!;
  return { kind: "package", package: name!, subpath: rest ? `.${rest as `/${string}`}` : "." };
}

const forms = "write family/name, package/name of a package that package.json allows, or ./file.ts";

function refuseName(use: string): DiagnosticText | undefined {
  if (use === "") return { message: "the name of a plugin is missing", help: forms };
  if (use.length > maxLength) {
    return { message: `a name of ${use.length} characters, more than the ${maxLength} that are allowed` };
  }
  if (/^([/~\\]|[a-z]:[/\\])/i.test(use)) {
    return { message: `\`${use}\` is an absolute path`, help: "write the path from this file, ./my-loss.ts" };
  }
  if (isBuiltin(use)) return { message: `\`${use}\` is a built-in module of Node, not a plugin`, help: forms };
  if (/^[a-z][a-z0-9+.-]*:/i.test(use)) {
    return { message: `\`${use}\` is a URL; plugins are not loaded from URLs`, help: forms };
  }
  const odd = [...use].find((character) => !/[\w@./-]/.test(character));
  if (odd !== undefined) return { message: `\`${use}\` contains the character ${describeCharacter(odd)}`, help: forms };
  return use.startsWith(".") ? refusePath(use) : refusePackage(use);
}

function refusePath(use: string): DiagnosticText | undefined {
  if (fileGrammar.test(use)) return undefined;
  const message = `\`${use}\` is not the path of a TypeScript or JavaScript file`;
  return { message, help: "write it as ./my-loss.ts, without hidden folders" };
}

function refusePackage(use: string): DiagnosticText | undefined {
  if (use.split("/").includes("node_modules")) {
    return {
      message: `\`${use}\` is in node_modules`,
      help: "write the name of the package itself, and allow it in package.json",
    };
  }
  if (packageGrammar.test(use)) return undefined;
  if (endsLikePluginFile(use)) return describeBarePath(use);
  const message = `\`${use}\` is not the name of a plugin`;
  const small = use.toLowerCase();
  if (use !== small && use.includes("/") && packageGrammar.test(small)) {
    return { message, help: `names are lower case: \`${small}\`` };
  }
  return { message, help: forms };
}

/** True for a name that ends like a plugin file. */
export const endsLikePluginFile = (use: string): boolean => /\.m?[jt]s$/.test(use);

/** Describes a path as shells complete it, `plugins/my-loss.ts`. Without `./` it would be the name of a package. */
export const describeBarePath = (use: string): DiagnosticText => ({
  message: `\`${use}\` is a path that does not begin with \`./\``,
  help: `write \`./${use}\``,
});

/** Describes a character by its code point, unless it is printable ASCII: it may look like another, or be invisible. */
function describeCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  return code > 0x20 && code < 0x7f ? `\`${character}\`` : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
