import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { hasVulkanDriver } from "./vulkan-drivers.ts";

const manifest = (library: string) => JSON.stringify({ ICD: { library_path: library, api_version: "1.3" } });
const machine = (files: Readonly<Record<string, string>>) => temporaryFolder(files, afterAll);
const software = { "usr/share/vulkan/icd.d/lvp_icd.x86_64.json": manifest("/usr/lib/libvulkan_lvp.so") };

test("without a driver there is none", () => expect(hasVulkanDriver(machine({ "etc/hosts": "" }), {})).toBe(false));

test("a software implementation is no driver of a GPU", () => {
  expect(hasVulkanDriver(machine(software), {})).toBe(false);
});

test("the driver of a GPU beside a software implementation is one", () => {
  const root = machine({ ...software, "etc/vulkan/icd.d/nvidia_icd.json": manifest("libGLX_nvidia.so.0") });
  expect(hasVulkanDriver(root, {})).toBe(true);
});

test("a manifest that cannot be read is none", () => {
  expect(hasVulkanDriver(machine({ "etc/vulkan/icd.d/nvidia_icd.json": "{" }), {})).toBe(false);
});

test("the environment replaces the installed drivers", () => {
  const root = machine({ ...software, "etc/vulkan/icd.d/nvidia_icd.json": manifest("libGLX_nvidia.so.0") });
  const chosen = join(root, "usr/share/vulkan/icd.d/lvp_icd.x86_64.json");
  expect(hasVulkanDriver(root, { VK_DRIVER_FILES: chosen })).toBe(false);
});
