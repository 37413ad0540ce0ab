import { TweedieError } from "@tweedie/core";
import { expect, test } from "vitest";
import { openLibraries } from "./load-libraries.ts";

const libraries = ["/packages/nvidia/cu13/lib/libcudart.so.13", "libcudnn.so.9"];

/** Opens libraries where one is missing. */
const without = (missing: string) => (library: string) => {
  if (library.endsWith(missing))
    throw new Error(`${library}: cannot open shared object file: No such file or directory`);
};

test("libraries are opened in their order, after the driver's", () => {
  const opened: string[] = [];
  openLibraries(libraries, "1.30.0", (library) => opened.push(library));
  expect(opened).toEqual(["libcuda.so.1", ...libraries]);
});

test("a missing driver and a missing library are named with what helps", () => {
  const failing = (missing: string) => () => {
    openLibraries(libraries, "1.30.0", without(missing));
  };
  expect(failing("libcuda.so.1")).toThrow(/NVIDIA's driver is not installed: libcuda.so.1: [^]*install the driver/);
  expect(failing("libcudnn.so.9")).toThrow(
    /a library of NVIDIA's does not load: libcudnn.so.9: [^]*pip install "onnxruntime-gpu\[cuda,cudnn\]==1.30.0"/,
  );
  expect(failing("libcudnn.so.9")).toThrow(TweedieError);
});
