import { constants } from "node:os";
import { TweedieError } from "@tweedie/core";
import type { Precision } from "../executor/precision.ts";
import { allowTf32, forbidTf32 } from "../executor/tf32-override.ts";
import { nodeRuntime, requireProvider, where } from "./installed-provider.ts";
import { installCommand } from "./python-wheel.ts";

/** Opens a library for all later ones. @throws Error if it cannot be opened */
export type Open = (library: string) => void;

/** glibc's flag that keeps a library when its handle is closed, as node does with a library that is no addon. */
const keep = 0x10_00;

const open: Open = (library) => {
  const { RTLD_NOW, RTLD_GLOBAL } = constants.dlopen;
  try {
    process.dlopen({ exports: {} }, library, RTLD_NOW | RTLD_GLOBAL | keep);
  } catch (error) {
    if (!/did not self-register/.test(String(error))) throw error;
  }
};

/** Library of NVIDIA's driver. */
const driver = "libcuda.so.1";

/** Precision of the libraries in this process. */
let loaded: Precision | undefined;

/**
 * Loads the libraries of the CUDA provider, so that it needs no LD_LIBRARY_PATH. Once per process.
 *
 * Node's binding passes no option of the provider for TF32, and the libraries read their variable once.
 *
 * @throws TweedieError that names what is missing, and the command that brings it; or if the libraries have another precision.
 */
export function loadLibraries(precision: Precision = "float32"): void {
  if (loaded === precision) return;
  if (loaded !== undefined) {
    const what = `the backend cuda computes in ${loaded} in this process, and cannot change to ${precision}`;
    throw new TweedieError({ where: "precision", what, fix: "use one process for each precision" });
  }
  const { libraries, version } = requireProvider(nodeRuntime());
  if (precision === "float32") forbidTf32();
  else allowTf32();
  openLibraries(libraries, version);
  loaded = precision;
}

/** @throws TweedieError for the first library that cannot be opened */
export function openLibraries(libraries: readonly string[], version: string, openLibrary: Open = open): void {
  for (const library of [driver, ...libraries]) {
    try {
      openLibrary(library);
    } catch (cause) {
      const reason = String(cause).replace(/^\w*Error: /, "");
      const [what, fix] =
        library === driver
          ? [`NVIDIA's driver is not installed: ${reason}`, "install the driver of the GPU, or --backend ort"]
          : [`a library of NVIDIA's does not load: ${reason}`, installCommand(version)];
      throw new TweedieError({ where, what, fix }, { cause });
    }
  }
}
