import { afterEach, expect, test, vi } from "vitest";
import { deviceOfSlot, parseDevice, useDevice } from "./visible-devices.ts";

afterEach(() => void vi.unstubAllEnvs());

test("a device is a backend and a number", () => expect(parseDevice("cuda:1")).toEqual({ backend: "cuda", index: 1 }));

test.each(["cuda", "1", "cuda:-1", "ort:0", "webgpu:0", "cuda:1:2", ""])("`%s` is no device", (text) =>
  expect(() => parseDevice(text)).toThrow(/--device: expected a backend and the number of a device/),
);

test.each([
  [undefined, "cuda:2", "2"],
  ["4,5", "tensorflow:1", "5"],
  ["GPU-8f3e, GPU-11aa", "cuda:1", "GPU-11aa"],
])("with CUDA_VISIBLE_DEVICES %j, %s is device %s of the machine", (visible, device, entry) => {
  vi.stubEnv("CUDA_VISIBLE_DEVICES", visible);
  expect(useDevice(device, "auto")).toBe(device.split(":")[0]);
  expect(process.env["CUDA_VISIBLE_DEVICES"]).toBe(entry);
});

test("a device that CUDA_VISIBLE_DEVICES hides is an error", () => {
  vi.stubEnv("CUDA_VISIBLE_DEVICES", "4,5");
  expect(() => useDevice("cuda:2", "cuda")).toThrow("there is no device 2: CUDA_VISIBLE_DEVICES is `4,5`");
});

test("a device of another backend is an error", () => {
  expect(() => useDevice("cuda:0", "ort")).toThrow("a device of the backend cuda, and the backend is ort");
});

test.each([
  ["no device", 0, undefined, [undefined, undefined]],
  ["one device", 1, undefined, [undefined, undefined]],
  ["two devices", 2, undefined, ["0", "1", "0"]],
  ["devices that Slurm assigned", 8, "4,6,7", ["4", "6", "7", "4"]],
  ["one assigned device", 8, "3", [undefined, undefined]],
])("with %s, workers use them in turn", (_, count, visible, devices) =>
  expect(devices.map((_, slot) => deviceOfSlot(slot, count, visible))).toEqual(devices),
);
