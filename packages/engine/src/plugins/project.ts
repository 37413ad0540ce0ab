import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectOf } from "@tweedie/config";
import { TweedieError } from "@tweedie/core";
import { z } from "zod";
import { isPackageName } from "./plugin-name.ts";

/** The project that an experiment belongs to: where its plugins may come from. */
export interface Project {
  /** Its folder, links followed. Files of plugins lie in it. */
  readonly root: string;
  /** Packages whose plugins experiments may use. It is not the experiments that say so, but package.json. */
  readonly packages: readonly string[];
}

const manifestSchema = z.looseObject({
  tweedie: z.strictObject({ plugins: z.array(z.string()).default([]) }).default({ plugins: [] }),
});

/** The project of a folder, and what its package.json allows. */
export async function findProject(folder: string): Promise<Project> {
  const root = projectOf(folder);
  const manifest = join(root, "package.json");
  const text = await readFile(manifest, "utf8").catch(() => undefined);
  return { root, packages: text === undefined ? [] : packagesOf(text, manifest) };
}

/** `"tweedie": { "plugins": ["my-lab-losses"] }` */
function packagesOf(text: string, manifest: string): readonly string[] {
  const fail = (what: string, cause?: unknown): never => {
    throw new TweedieError(
      { where: manifest, what, fix: 'write "tweedie": { "plugins": ["my-lab-losses"] }' },
      { cause },
    );
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
  const wrong = plugins.find((name) => !isPackageName(name));
  return wrong === undefined ? plugins : fail(`tweedie.plugins: \`${wrong}\` is not the name of a package`);
}
