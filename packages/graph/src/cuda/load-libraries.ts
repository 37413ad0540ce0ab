import { constants } from "node:os";
import { TweedieError } from "@tweedie/core";
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

let loaded = false;

/**
 * Loads the libraries of the CUDA provider, so that it needs no LD_LIBRARY_PATH. Once per process.
 *
 * Products and convolutions are in float32, unless the user has set `NVIDIA_TF32_OVERRIDE`.
 *
 * @throws TweedieError that names what is missing, and the command that brings it.
 */
export function loadLibraries(): void {
  if (loaded) return;
  const { libraries, version } = requireProvider(nodeRuntime());
  process.env["NVIDIA_TF32_OVERRIDE"] ??= "0"; // read once, when the libraries load
  openLibraries(libraries, version);
  loaded = true;
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
