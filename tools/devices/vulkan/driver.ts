import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Unavailable } from "../job.ts";

/** Folder of the libraries in a folder into which packages were unpacked. */
export const librariesOf = (folder: string): string => join(folder, "usr/lib/x86_64-linux-gnu");

/**
 * JSON description of lavapipe, with the absolute path of its library. The package's own description names a library of the system.
 *
 * @throws Unavailable if the packages have none.
 */
export function driverOf(folder: string): string {
  const descriptions = join(folder, "usr/share/vulkan/icd.d");
  const file = existsSync(descriptions) && readdirSync(descriptions).find((name) => /^lvp_icd.*\.json$/.test(name));
  if (!file) throw new Unavailable("the packages contain no description of the driver lavapipe");
  const { ICD, ...rest } = JSON.parse(readFileSync(join(descriptions, file), "utf8")) as {
    readonly ICD: { readonly library_path: string };
  };
  return JSON.stringify({
    ...rest,
    ICD: { ...ICD, library_path: join(librariesOf(folder), basename(ICD.library_path)) },
  });
}
