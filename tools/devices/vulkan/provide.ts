import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cache } from "../cache.ts";
import type { Environment } from "../child.ts";
import { unpackPackages } from "./apt.ts";
import { distributionOf } from "./distribution.ts";
import { driverOf, librariesOf } from "./driver.ts";

/** Vulkan's loader, and Mesa's drivers with lavapipe, which computes on the CPU. */
const packages = ["libvulkan1", "mesa-vulkan-drivers"];

/**
 * The environment in which a process finds Mesa's software implementation of Vulkan, and no other device. The packages are fetched once.
 *
 * @throws Unavailable if they cannot be fetched.
 */
export async function softwareVulkan(): Promise<Environment> {
  const osRelease = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : undefined;
  const distribution = distributionOf({ platform: process.platform, architecture: process.arch, osRelease });
  const folder = join(cache, `vulkan-${distribution.codename}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = mkdtempSync(`${folder}-`);
    try {
      await unpackPackages(packages, distribution, unfinished);
      driverOf(unfinished);
      // Another process may have fetched the packages meanwhile.
      if (!existsSync(folder)) renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return environmentOf(folder);
}

/** Writes the description of the driver, whose path changes with the folder. Returns the variables that name it. */
function environmentOf(folder: string): Environment {
  const driver = join(folder, "lavapipe.json");
  const runtime = join(folder, "run");
  writeFileSync(driver, driverOf(folder));
  mkdirSync(runtime, { recursive: true, mode: 0o700 });
  const libraries = [librariesOf(folder), process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(delimiter);
  return {
    LD_LIBRARY_PATH: libraries,
    VK_DRIVER_FILES: driver,
    XDG_RUNTIME_DIR: runtime,
    MESA_SHADER_CACHE_DIR: join(folder, "shaders"),
  };
}
