import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { Unavailable } from "../job.ts";
import { driverOf } from "./driver.ts";

test.each(["libvulkan_lvp.so", "/usr/lib/x86_64-linux-gnu/libvulkan_lvp.so"])(
  "the description of the driver names its unpacked library, where the package's names %s",
  (library) => {
    const description = { ICD: { api_version: "1.4.305", library_path: library }, file_format_version: "1.0.0" };
    const folder = temporaryFolder({
      "usr/share/vulkan/icd.d/intel_icd.json": "{}",
      "usr/share/vulkan/icd.d/lvp_icd.x86_64.json": JSON.stringify(description),
    });
    expect(JSON.parse(driverOf(folder))).toEqual({
      ICD: { api_version: "1.4.305", library_path: join(folder, "usr/lib/x86_64-linux-gnu/libvulkan_lvp.so") },
      file_format_version: "1.0.0",
    });
  },
);

test("packages without the driver are a reason to skip", () => {
  expect(() => driverOf(temporaryFolder({ "usr/share/vulkan/icd.d/intel_icd.json": "{}" }))).toThrow(Unavailable);
  expect(() => driverOf(temporaryFolder({ "usr/bin/none": "" }))).toThrow(Unavailable);
});
