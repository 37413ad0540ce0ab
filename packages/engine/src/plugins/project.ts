import { join } from "node:path";
import { findProjectRoot, projectBoundary } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { isPackageName } from "./plugin-name.ts";
import { type Trust, trustAll } from "./trust.ts";

/** The project of an experiment, which determines the plugins that the experiment may use. */
export interface Project {
  /** Its folder, links resolved. Plugins that are files must be inside it. */
  readonly root: string;
  /** True if a package.json declares the project. Otherwise the root is the folder of the experiment. */
  readonly isDeclared: boolean;
  /** Packages whose plugins experiments may use. package.json lists them, so that an experiment cannot. */
  readonly packages: readonly string[];
  /** Decides which of its plugins may run. */
  readonly trust: Trust;
}

const manifestSchema = z.looseObject({
  tweedie: z.strictObject({ plugins: z.array(z.string()).default([]) }).default({ plugins: [] }),
});

/** Finds the project of a folder, and the packages that its package.json allows. */
export async function findProject(folder: string, trust: Trust = trustAll): Promise<Project> {
  const declared = findProjectRoot(folder);
  if (declared === undefined) return { root: projectBoundary(folder), isDeclared: false, packages: [], trust };
  const manifest = join(declared, "package.json");
  const packages = allowedPackages(await readRegularText(manifest, fileLimits.json), manifest);
  return { root: declared, isDeclared: true, packages, trust };
}

/** Reads `"tweedie": { "plugins": ["my-losses"] }`. */
function allowedPackages(text: string, manifest: string): readonly string[] {
  const fail = (what: string, cause?: unknown): never => {
    const fix = 'write "tweedie": { "plugins": ["my-losses"] }';
    throw new TweedieError({ where: manifest, what, fix }, { cause });
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail("not JSON", error);
  }
  const { success, data, error } = manifestSchema.safeParse(json);
  if (!success) return fail(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
  const { plugins } = data.tweedie;
  const invalid = plugins.find((name) => !isPackageName(name));
  return invalid === undefined ? plugins : fail(`tweedie.plugins: \`${invalid}\` is not the name of a package`);
}
