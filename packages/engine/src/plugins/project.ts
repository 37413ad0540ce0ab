import { join } from "node:path";
import { findProjectRoot } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularText } from "@tweedie/core/files";
import { z } from "zod";
import { isPackageName } from "./plugin-name.ts";

/** The project of an experiment, which determines the plugins that the experiment may use. */
export interface Project {
  /** Its folder, links resolved. Plugins that are files must be inside it. */
  readonly root: string;
  /** Packages whose plugins experiments may use. package.json lists them, so that an experiment cannot. */
  readonly packages: readonly string[];
}

const manifestSchema = z.looseObject({
  tweedie: z.strictObject({ plugins: z.array(z.string()).default([]) }).default({ plugins: [] }),
});

/** Finds the project of a folder, and the packages that its package.json allows. */
export async function findProject(folder: string): Promise<Project> {
  const root = findProjectRoot(folder);
  const manifest = join(root, "package.json");
  const text = await readRegularText(manifest, fileLimits.json).catch(() => undefined);
  return { root, packages: text === undefined ? [] : allowedPackages(text, manifest) };
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
