import { chmodSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { providerFiles } from "./installed-provider.ts";
import { findWheel } from "./python-wheel.ts";

/** A folder of Python packages, and a program that prints what Python would of them. */
function createPython(files: Readonly<Record<string, string>>, version: string) {
  const folder = temporaryFolder({ ...files, python: `#!/bin/sh\necho "${version} $(dirname "$0")"\n` });
  const python = join(folder, "python");
  chmodSync(python, 0o755);
  return { folder, find: () => findWheel("1.30.0", python) };
}

const provider = Object.fromEntries(providerFiles.map((name) => [`onnxruntime/capi/${name}`, ""]));

test.skipIf(process.platform === "win32")("finds the provider, and NVIDIA's libraries in their order", async () => {
  const { folder, find } = createPython({ ...provider, "nvidia/cu13/lib/libcublas.so.13": "" }, "1.30.0");
  const wheel = await find();
  expect(wheel.provider).toEqual(providerFiles.map((name) => join(folder, "onnxruntime/capi", name)));
  const system = ["libcurand.so.10", "libcufft.so.12", "libnvrtc.so.13", "libcudnn.so.9"];
  const cublas = join(folder, "nvidia/cu13/lib/libcublas.so.13");
  expect(wheel.libraries).toEqual(["libcudart.so.13", "libcublasLt.so.13", cublas, ...system]);
});

test.skipIf(process.platform === "win32")("names the command where the wheel is missing or another one", async () => {
  const command = /pip install "onnxruntime-gpu\[cuda,cudnn\]==1.30.0", then tweedie backend build cuda --python/;
  const other = createPython(provider, "1.29.0").find;
  await expect(other()).rejects.toThrow(/is 1.29.0; onnxruntime-node is 1.30.0, and both must be equal/);
  await expect(other()).rejects.toThrow(command);
  await expect(createPython({}, "1.30.0").find()).rejects.toThrow(/libonnxruntime_providers_shared.so does not exist/);
  const none = temporaryFolder({ python: "#!/bin/sh\necho\n" });
  chmodSync(join(none, "python"), 0o755);
  await expect(findWheel("1.30.0", join(none, "python"))).rejects.toThrow(/has no package onnxruntime-gpu/);
  await expect(findWheel("1.30.0", join(none, "missing"))).rejects.toThrow(/missing does not run/);
});
