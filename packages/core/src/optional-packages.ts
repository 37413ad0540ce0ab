import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { TweedieError } from "./errors.ts";

/** Optional packages of one purpose, and the package.json that lists their versions as optional peers. */
export interface OptionalPackages {
  readonly names: readonly string[];
  readonly manifest: URL;
  /** Part of Tweedie that needs them: `the figures of reports`. */
  readonly purpose: string;
}

/**
 * Checks that optional packages are installed. They are large, and most installations do not need them.
 *
 * @throws TweedieError with the command that installs what is missing
 */
export function requireOptional({ names, manifest, purpose }: OptionalPackages): void {
  const paths = createRequire(manifest);
  const missing = names.filter((name) => !isInstalled(name, paths));
  if (missing.length === 0) return;
  const { peerDependencies } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
  const list = missing.map((name) => `\`${name}\``).join(" and ");
  throw new TweedieError({
    where: purpose,
    what: `needs the npm ${missing.length === 1 ? "package" : "packages"} ${list}, not installed`,
    fix: `npm install ${missing.map((name) => `${name}@${peerDependencies[name]}`).join(" ")}`,
  });
}

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** True if a folder `node_modules` that applies has the package. Its `exports` may hide every module from `require`. */
function isInstalled(name: string, require: NodeJS.Require): boolean {
  return (require.resolve.paths(name) ?? []).some((folder) => {
    try {
      readFileSync(`${folder}/${name}/package.json`);
      return true;
    } catch {
      return false;
    }
  });
}
