import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { TweedieError } from "@tweedie/core";

const require = createRequire(import.meta.url);

const name = "@tensorflow/tfjs-node-gpu";

/** Version whose sources `addon.cc` extends. */
const version = "4.22.0";

/**
 * Folder of @tensorflow/tfjs-node-gpu, in the project or beside Tweedie. Its install script, which downloads TensorFlow 2.9.1, is not
 * needed.
 *
 * @throws TweedieError with the command that installs the package.
 */
export function findNpmPackage(project: string): string {
  const folders = [join(project, "package.json"), import.meta.url].flatMap(
    (from) => createRequire(from).resolve.paths(name) ?? [],
  );
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, "package.json")));
  const installed =
    found && (JSON.parse(readFileSync(join(found, "package.json"), "utf8")) as { version: string }).version;
  if (found && installed === version) return found;
  throw new TweedieError({
    where: "backend tensorflow",
    what: found ? `it needs ${name} ${version}; installed is ${installed}` : `the npm package ${name} is not installed`,
    fix: `npm install --ignore-scripts --no-save ${name}@${version}`,
  });
}

/** Folder of the package's C++ sources. */
export const bindingFolder = (npmPackage: string): string => join(npmPackage, "binding");

/** Folder of the headers of Node-API, which installations of Node often lack. */
export const nodeHeaders = (): string => join(dirname(require.resolve("node-api-headers")), "include");
