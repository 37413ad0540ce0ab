import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { listGpus, visibleNvidiaGpus } from "./gpus.ts";

const machine = (files: Readonly<Record<string, string>>) => temporaryFolder(files, afterAll);
const nvidiaVersion = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024\n";
const nvidia = machine({
  "proc/driver/nvidia/version": nvidiaVersion,
  "proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 42\n",
  "proc/driver/nvidia/gpus/0000:02:00.0/information": "Model: \t\t NVIDIA L4\n",
});
const h100 = { vendor: "NVIDIA", name: "NVIDIA H100 80GB HBM3", driver: "nvidia 550.54.14" } as const;
const l4 = { vendor: "NVIDIA", name: "NVIDIA L4", driver: "nvidia 550.54.14" } as const;

test("a machine without GPUs has none", () => expect(listGpus(machine({ "proc/version": "" }), "linux")).toEqual([]));

test("NVIDIA's driver names its GPUs", () => expect(listGpus(nvidia, "linux")).toEqual([h100, l4]));

test("other GPUs have a render node, vendor, driver and memory", () => {
  const root = machine({
    "sys/class/drm/renderD128/device/vendor": "0x1002\n",
    "sys/class/drm/renderD128/device/mem_info_vram_total": "17163091968\n",
    "sys/class/drm/renderD129/device/vendor": "0x8086\n",
    "sys/class/drm/card0/device/vendor": "0x8086\n",
  });
  mkdirSync(join(root, "sys/bus/pci/drivers/amdgpu"), { recursive: true });
  symlinkSync(join(root, "sys/bus/pci/drivers/amdgpu"), join(root, "sys/class/drm/renderD128/device/driver"));
  expect(listGpus(root, "linux")).toEqual([
    { vendor: "AMD", name: "AMD GPU", driver: "amdgpu", memory: 17163091968 },
    { vendor: "Intel", name: "Intel GPU" },
  ]);
});

test("the display of a virtual machine is no GPU", () => {
  expect(listGpus(machine({ "sys/class/drm/renderD128/device/vendor": "0x1af4\n" }), "linux")).toEqual([]);
});

test("the Linux of Windows has CUDA's library only", () => {
  const root = machine({ "usr/lib/wsl/lib/libcuda.so.1": "" });
  expect(listGpus(root, "linux")).toEqual([{ vendor: "NVIDIA", name: "NVIDIA GPU", driver: "WSL" }]);
});

test.each([
  [undefined, [h100, l4]],
  ["1", [l4]],
  ["1,0", [l4, h100]],
  ["", []],
  ["-1", []],
  ["0,7,1", [h100]],
  ["GPU-8f3e", [h100]],
])("with CUDA_VISIBLE_DEVICES %j CUDA sees some of them", (visible, gpus) =>
  expect(visibleNvidiaGpus([h100, l4], visible)).toEqual(gpus),
);
