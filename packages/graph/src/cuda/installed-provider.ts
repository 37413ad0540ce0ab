import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { cachePath } from "@tweedie/core/files";

export const where = "backend cuda";
export const buildCommand = "tweedie backend build cuda";

/** Files of ONNX Runtime's CUDA provider, which it loads from the folder of its own library. */
export const providerFiles = ["libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so"] as const;

/** The package onnxruntime-node: its version, and the folder of its library. */
export interface NodeRuntime {
  readonly version: string;
  readonly folder: string;
}

/** @throws TweedieError on platforms other than Linux on x64, for which the wheel has no provider that fits */
export function nodeRuntime(platform: string = process.platform, arch: string = process.arch): NodeRuntime {
  if (platform !== "linux" || arch !== "x64") {
    const what = `ONNX Runtime's CUDA provider is for Linux on x64; this is ${platform} on ${arch}`;
    throw new TweedieError({ where, what, fix: "--backend webgpu" });
  }
  const entry = createRequire(import.meta.url).resolve("onnxruntime-node");
  const root = entry.slice(0, entry.lastIndexOf(join("onnxruntime-node", "dist")) + "onnxruntime-node".length);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return { version, folder: join(root, "bin", "napi-v6", platform, arch) };
}

/** The provider that `backend build cuda` has linked. */
export interface InstalledProvider {
  /** Version of the wheel, which is that of onnxruntime-node. */
  readonly version: string;
  /** Folder of onnxruntime-node's library, with the provider. */
  readonly folder: string;
  /** NVIDIA's libraries in the order in which they are loaded: paths, or names that the system finds. */
  readonly libraries: readonly string[];
}

/** Path of the file that states what has been linked. @throws TweedieError for a user without a cache folder */
export function manifestPath(): string {
  const path = cachePath("backends", "cuda", "provider.json");
  if (path !== undefined) return path;
  const what = "there is no folder for the list of NVIDIA's libraries, because the user has no home folder";
  throw new TweedieError({ where, what, fix: "set TWEEDIE_CACHE to a writable folder" });
}

/**
 * The provider that was linked, if it can be loaded.
 *
 * @throws TweedieError with the command that links it.
 */
export function requireProvider(runtime: NodeRuntime = nodeRuntime(), manifest = manifestPath()): InstalledProvider {
  const provider = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, "utf8")) as InstalledProvider) : undefined;
  const what = whyUnusable(runtime, provider);
  if (provider && what === undefined) return provider;
  throw new TweedieError({ where, what: what!, fix: `${buildCommand}, or --backend ort` });
}

function whyUnusable({ version, folder }: NodeRuntime, provider: InstalledProvider | undefined): string | undefined {
  if (!provider) return "ONNX Runtime's CUDA provider has not been linked";
  if (provider.version !== version)
    return `the linked CUDA provider is of version ${provider.version}; onnxruntime-node is ${version}`;
  // `npm ci` removes the links. `existsSync` is false for a link to a removed file.
  const missing = providerFiles.map((name) => join(folder, name)).find((path) => !existsSync(path));
  if (missing !== undefined) return `${missing} does not exist`;
  const library = provider.libraries.find((path) => path.includes("/") && !existsSync(path));
  return library === undefined ? undefined : `NVIDIA's library ${library} does not exist`;
}
