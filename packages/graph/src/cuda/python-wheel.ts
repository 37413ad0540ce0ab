import { existsSync } from "node:fs";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { runProgram } from "../build-backend/run-program.ts";
import { buildCommand, providerFiles, where } from "./installed-provider.ts";

/** Prints the version of the package, and the folder that contains it, without importing it. */
const program = `
import importlib.metadata, importlib.util, os
try:
    version = importlib.metadata.version("onnxruntime-gpu")
    folder = importlib.util.find_spec("onnxruntime").submodule_search_locations[0]
    print(version, os.path.dirname(folder))
except Exception:
    print("")
`;

/** NVIDIA's libraries of CUDA 13 by package, each after those that it needs. The provider opens cuDNN and cuFFT by name, later. */
const libraries = {
  cu13: [
    "libcudart.so.13",
    "libcublasLt.so.13",
    "libcublas.so.13",
    "libcurand.so.10",
    "libcufft.so.12",
    "libnvrtc.so.13",
  ],
  cudnn: ["libcudnn.so.9"],
} as const;

/** The Python package onnxruntime-gpu. */
export interface Wheel {
  /** Paths of the provider's files. */
  readonly provider: readonly string[];
  /** NVIDIA's libraries: paths, or names where they are not Python packages. */
  readonly libraries: readonly string[];
}

/**
 * Finds onnxruntime-gpu in an installation of Python, and NVIDIA's libraries beside it.
 *
 * @param version Version of onnxruntime-node, which the package must have.
 * @param python Program; `python3` by default.
 * @throws TweedieError with the command that installs it.
 */
export async function findWheel(version: string, python = "python3"): Promise<Wheel> {
  const { ok, stdout, error } = await runProgram(python, ["-c", program]);
  if (!ok) {
    const what = `${python} does not run: ${error.split("\n").at(-1) ?? ""}`;
    throw new TweedieError({ where, what, fix: "name a Python with onnxruntime-gpu by --python" });
  }
  const fix = installCommand(version);
  const [found = "", ...rest] = stdout.split(" ");
  if (found === "") throw new TweedieError({ where, what: `${python} has no package onnxruntime-gpu`, fix });
  if (found !== version) {
    const what = `onnxruntime-gpu of ${python} is ${found}; onnxruntime-node is ${version}, and both must be equal`;
    throw new TweedieError({ where, what, fix });
  }
  const folder = rest.join(" ");
  const provider = providerFiles.map((name) => join(folder, "onnxruntime", "capi", name));
  const missing = provider.find((path) => !existsSync(path));
  if (missing !== undefined) throw new TweedieError({ where, what: `${missing} does not exist`, fix });
  return { provider, libraries: findLibraries(folder) };
}

/** Paths of NVIDIA's libraries in a folder of Python packages. One that is not there stays a name, for the system to find. */
const findLibraries = (packages: string): readonly string[] =>
  Object.entries(libraries).flatMap(([name, files]) =>
    files.map((file) => {
      const path = join(packages, "nvidia", name, "lib", file);
      return existsSync(path) ? path : file;
    }),
  );

/** Command that installs the package with NVIDIA's libraries into an environment of its own. */
export function installCommand(version: string): string {
  const python = ".cuda/bin/python";
  const install = `${python} -m pip install "onnxruntime-gpu[cuda,cudnn]==${version}"`;
  return `python3 -m venv .cuda && ${install}, then ${buildCommand} --python ${python}`;
}
