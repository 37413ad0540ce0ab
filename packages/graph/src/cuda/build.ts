import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { BuildOptions } from "../build-backend/build-options.ts";
import { checkExecutor } from "../build-backend/check-executor.ts";
import { createCudaExecutor } from "./executor.ts";
import { type InstalledProvider, manifestPath, type NodeRuntime, nodeRuntime, providerFiles } from "./installed-provider.ts"; // prettier-ignore
import { findWheel, type Wheel } from "./python-wheel.ts";

/**
 * Links the CUDA provider of Python's onnxruntime-gpu to onnxruntime-node, and tries it on a device.
 *
 * @throws TweedieError that names what is missing or wrong.
 */
export async function buildCuda({ python, report }: BuildOptions): Promise<void> {
  const runtime = nodeRuntime();
  const wheel = await findWheel(runtime.version, python);
  linkProvider(wheel, runtime, manifestPath());
  report(`provider: ${join(runtime.folder, providerFiles[1])}`);
  report(`NVIDIA's libraries: ${wheel.libraries.join(", ")}`);
  const executor = await createCudaExecutor({});
  await checkExecutor(executor);
  report(`checked on ${executor.device}: products, gradients of convolutions and compiled updates are right`);
  await executor.dispose();
}

/** Links the provider, or copies it where the file system has no links, and writes down NVIDIA's libraries. */
export function linkProvider({ provider, libraries }: Wheel, { version, folder }: NodeRuntime, manifest: string): void {
  for (const file of provider) {
    const link = join(folder, basename(file));
    rmSync(link, { force: true });
    try {
      symlinkSync(file, link);
    } catch {
      copyFileSync(file, link);
    }
  }
  mkdirSync(dirname(manifest), { recursive: true });
  const installed: InstalledProvider = { version, folder, libraries };
  writeFileSync(manifest, `${JSON.stringify(installed, null, 2)}\n`);
}

/** Removes links, or copies, and the list of libraries. Returns the path of the provider; undefined if there was none. */
export function removeCuda(manifest = manifestPath()): string | undefined {
  if (!existsSync(manifest)) return undefined;
  const { folder } = JSON.parse(readFileSync(manifest, "utf8")) as InstalledProvider;
  for (const name of providerFiles) rmSync(join(folder, name), { force: true });
  rmSync(dirname(manifest), { recursive: true });
  return join(folder, providerFiles[1]);
}
