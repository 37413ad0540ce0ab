import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folders of the Vulkan loader's driver manifests. */
const folders = ["usr/share/vulkan/icd.d", "usr/local/share/vulkan/icd.d", "etc/vulkan/icd.d"];

/** Drivers that compute on the CPU. */
const software = /lvp|lavapipe|llvmpipe|swiftshader/i;

/** True if the Vulkan loader finds the driver of a GPU. Mesa's llvmpipe and SwiftShader compute on the CPU. */
export function hasVulkanDriver(root = "/", environment: NodeJS.ProcessEnv = process.env): boolean {
  const chosen = environment["VK_DRIVER_FILES"] ?? environment["VK_ICD_FILENAMES"];
  const manifests = chosen?.split(":") ?? folders.flatMap((folder) => filesOf(join(root, folder)));
  return manifests.some((path) => {
    const library = libraryOf(path);
    return library !== undefined && !software.test(library);
  });
}

const filesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
};

/** Path or name of the driver's library in a manifest; undefined if the manifest cannot be read. */
function libraryOf(manifest: string): string | undefined {
  try {
    const { ICD } = JSON.parse(readFileSync(manifest, "utf8")) as { ICD?: { library_path?: unknown } };
    return typeof ICD?.library_path === "string" ? ICD.library_path : undefined;
  } catch {
    return undefined;
  }
}
