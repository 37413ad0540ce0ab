import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parseDevice } from "./device-option.ts";

beforeEach(() => void vi.resetModules());
afterEach(() => void vi.unstubAllEnvs());

/** `useDevice` as in a new process. */
const inNewProcess = async () => (await import("./device-option.ts")).useDevice;

test("a device is a backend and a number", () => expect(parseDevice("cuda:1")).toEqual({ backend: "cuda", index: 1 }));

test.each(["cuda", "1", "cuda:-1", "ort:0", "webgpu:0", "cuda:1:2", ""])("`%s` is no device", (text) =>
  expect(() => parseDevice(text)).toThrow(/--device: expected a backend and the number of a device/),
);

test.each([
  [undefined, "cuda:2", "2"],
  ["4,5", "tensorflow:1", "5"],
  ["GPU-8f3e, GPU-11aa", "cuda:1", "GPU-11aa"],
])("with CUDA_VISIBLE_DEVICES %j, %s is device %s of the machine", async (visible, device, entry) => {
  vi.stubEnv("CUDA_VISIBLE_DEVICES", visible);
  expect((await inNewProcess())(device, "auto")).toBe(device.split(":")[0]);
  expect(process.env["CUDA_VISIBLE_DEVICES"]).toBe(entry);
});

test("a device that CUDA_VISIBLE_DEVICES hides is an error", async () => {
  vi.stubEnv("CUDA_VISIBLE_DEVICES", "4,5");
  const useDevice = await inNewProcess();
  expect(() => useDevice("cuda:2", "cuda")).toThrow("there is no device 2: CUDA_VISIBLE_DEVICES is `4,5`");
});

test("a device of another backend is an error", async () => {
  const useDevice = await inNewProcess();
  expect(() => useDevice("cuda:0", "ort")).toThrow("a device of the backend cuda, and the backend is ort");
});

test("a process uses its device again, and no other", async () => {
  vi.stubEnv("CUDA_VISIBLE_DEVICES", "4,5");
  const useDevice = await inNewProcess();
  for (let i = 0; i < 2; i++) expect(useDevice("cuda:1", "cuda")).toBe("cuda");
  expect(process.env["CUDA_VISIBLE_DEVICES"]).toBe("5");
  expect(() => useDevice("cuda:0", "cuda")).toThrow(
    "this process uses `cuda:1` already, and cannot change to `cuda:0`",
  );
});
