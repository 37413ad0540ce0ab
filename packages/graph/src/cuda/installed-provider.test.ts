import { existsSync, lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { linkProvider, removeCuda } from "./build.ts";
import { nodeRuntime, providerFiles, requireProvider } from "./installed-provider.ts";

const wheelFiles = Object.fromEntries(providerFiles.map((name) => [`capi/${name}`, ""]));

/** A folder with a wheel, a library of NVIDIA's and a runtime without the provider. */
function createFolders() {
  const folder = temporaryFolder({ ...wheelFiles, "nvidia/libcudart.so.13": "", "runtime/.keep": "" });
  const runtime = { version: "1.30.0", folder: join(folder, "runtime") };
  const library = join(folder, "nvidia/libcudart.so.13");
  const wheel = {
    provider: providerFiles.map((name) => join(folder, "capi", name)),
    libraries: [library, "libcudnn.so.9"],
  };
  return { folder, runtime, wheel, library, manifest: join(folder, "cache/cuda/provider.json") };
}

test("the provider is linked, found and removed", () => {
  const { runtime, wheel, manifest } = createFolders();
  linkProvider(wheel, runtime, manifest);
  linkProvider(wheel, runtime, manifest);
  expect(requireProvider(runtime, manifest)).toEqual({ ...runtime, libraries: wheel.libraries });
  expect(lstatSync(join(runtime.folder, providerFiles[1])).isSymbolicLink()).toBe(true);
  expect(removeCuda(manifest)).toBe(join(runtime.folder, providerFiles[1]));
  expect(providerFiles.filter((name) => existsSync(join(runtime.folder, name)))).toEqual([]);
  expect(removeCuda(manifest)).toBeUndefined();
});

test("a provider that cannot be used is an error with the command that links it", () => {
  const { folder, runtime, wheel, library, manifest } = createFolders();
  const require = (used = runtime) => requireProvider(used, manifest);
  expect(require).toThrow(/has not been linked\n[^]*tweedie backend build cuda, or --backend ort/);
  linkProvider(wheel, runtime, manifest);
  expect(() => require({ ...runtime, version: "1.31.0" })).toThrow(
    "the linked CUDA provider is of version 1.30.0; onnxruntime-node is 1.31.0",
  );
  rmSync(library);
  expect(require).toThrow(`NVIDIA's library ${library} does not exist`);
  rmSync(join(folder, "capi"), { recursive: true });
  expect(require).toThrow(`${join(runtime.folder, providerFiles[0])} does not exist`);
});

test("the runtime is onnxruntime-node's on Linux; other platforms are refused", () => {
  const { version, folder } = nodeRuntime("linux", "x64");
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(folder).toMatch(/onnxruntime-node.bin.napi-v6.linux.x64$/);
  expect(() => nodeRuntime("darwin", "arm64")).toThrow(/for Linux on x64; this is darwin on arm64/);
});
