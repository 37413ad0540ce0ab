import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BuildOptions } from "../../build-backend/build-options.ts";
import { compileAddon } from "./compile-addon.ts";
import { addonFile, addonFolder, type InstalledAddon, manifestFile, sourceDigest } from "./installed-addon.ts";
import { findNpmPackage } from "./npm-package.ts";
import { findTensorflow } from "./python-tensorflow.ts";

/**
 * Builds TensorFlow's addon into the user's cache folder, in the place of an older one.
 *
 * @throws TweedieError that names what is missing, and the command that brings it.
 */
export async function buildAddon({ python, project, report }: BuildOptions): Promise<void> {
  const folder = addonFolder();
  const npmPackage = findNpmPackage(project);
  const tensorflow = await findTensorflow(python);
  report(`npm package: ${npmPackage}`);
  report(`TensorFlow: ${tensorflow.folder}`);
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  try {
    await compileAddon(npmPackage, tensorflow, join(draft, addonFile));
    const manifest: Omit<InstalledAddon, "path"> = {
      tensorflow: tensorflow.folder,
      npmPackage,
      source: sourceDigest(),
    };
    writeFileSync(join(draft, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  report(`addon: ${join(folder, addonFile)}`);
}

/** Removes the addon. Returns its folder; undefined if there is none. */
export function removeAddon(): string | undefined {
  const folder = addonFolder();
  if (!existsSync(folder)) return undefined;
  rmSync(folder, { recursive: true });
  return folder;
}
