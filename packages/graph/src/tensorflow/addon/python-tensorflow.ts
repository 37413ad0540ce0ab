import { existsSync } from "node:fs";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { buildCommand } from "./installed-addon.ts";
import { runProgram } from "../../build-backend/run-program.ts";

const where = "backend tensorflow";

/** Prints the folder of the package without importing it, which takes seconds. */
const program = `
import importlib.util
spec = importlib.util.find_spec("tensorflow")
print(spec.submodule_search_locations[0] if spec and spec.submodule_search_locations else "")
`;

/** Names of TensorFlow's libraries in its Python package. */
const libraries: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"],
  darwin: ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"],
};

/** TensorFlow as a Python package: its folder, and the paths of its libraries. */
export interface PythonTensorflow {
  readonly folder: string;
  readonly libraries: readonly string[];
}

/**
 * Finds TensorFlow in an installation of Python.
 *
 * @param python Program; `python3` by default.
 * @throws TweedieError with the command that installs TensorFlow.
 */
export async function findTensorflow(python = "python3"): Promise<PythonTensorflow> {
  const names = libraries[process.platform];
  if (!names) {
    const what = `TensorFlow's Python package has no libraries to link for ${process.platform}`;
    throw new TweedieError({ where, what, fix: "--backend ort, or Linux" });
  }
  const { ok, stdout: folder, error } = await runProgram(python, ["-c", program]);
  if (!ok) {
    const what = `${python} does not run: ${error.split("\n").at(-1) ?? ""}`;
    throw new TweedieError({ where, what, fix: "name a Python with TensorFlow by --python" });
  }
  if (folder === "")
    throw new TweedieError({ where, what: `${python} has no package tensorflow`, fix: installCommand() });
  const paths = names.map((name) => join(folder, name));
  const missing = paths.find((path) => !existsSync(path));
  if (missing === undefined) return { folder, libraries: paths };
  throw new TweedieError({ where, what: `${missing} does not exist`, fix: installCommand() });
}

/** Version of TensorFlow with which the addon is tested. */
const version = "2.21.0";

/** Command that installs TensorFlow into an environment of its own. The libraries for CPUs need no other Python package. */
function installCommand(): string {
  const hasNvidia = existsSync("/proc/driver/nvidia");
  const packages = hasNvidia ? `"tensorflow[and-cuda]==${version}"` : `--no-deps tensorflow-cpu==${version}`;
  const python = ".tensorflow/bin/python";
  return `python3 -m venv .tensorflow && ${python} -m pip install ${packages}, then ${buildCommand} --python ${python}`;
}
