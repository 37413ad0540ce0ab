import { dirname } from "node:path";
import { exitCodes, TweedieError } from "@tweedie/core";
import { addonSource } from "./installed-addon.ts";
import { bindingFolder, nodeHeaders } from "./npm-package.ts";
import type { PythonTensorflow } from "./python-tensorflow.ts";
import { runProgram } from "../../build-backend/run-program.ts";

const where = "backend tensorflow";

/**
 * Compiles the addon to a file. The libraries are found where they are: in another folder they would not find their own libraries.
 *
 * @throws TweedieError if there is no compiler, or if it fails.
 */
export async function compileAddon(npmPackage: string, tensorflow: PythonTensorflow, output: string): Promise<void> {
  const compiler = await findCompiler();
  const includes = [nodeHeaders(), `${tensorflow.folder}/include`, bindingFolder(npmPackage)];
  const shared = process.platform === "darwin" ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"];
  const rpath = `-Wl,-rpath,${dirname(tensorflow.libraries[0]!)}`;
  const { ok, error } = await runProgram(compiler, [
    ...["-O2", "-std=c++17", "-fPIC", "-w", ...shared, "-DNAPI_VERSION=8"],
    ...includes.flatMap((folder) => ["-I", folder]),
    ...[addonSource, ...tensorflow.libraries, rpath, "-o", output],
  ]);
  if (ok) return;
  const what = `${compiler} does not compile the addon with the headers of ${tensorflow.folder}:\n${firstLines(error)}`;
  throw new TweedieError({ where, what }, { exitCode: exitCodes.failed });
}

const firstLines = (text: string): string => text.split("\n").slice(0, 20).join("\n");

/** The compiler that `CXX` names, or the first of the usual ones. */
async function findCompiler(): Promise<string> {
  const named = process.env["CXX"];
  const candidates = named ? [named] : ["g++", "clang++", "c++"];
  for (const candidate of candidates) if ((await runProgram(candidate, ["--version"])).ok) return candidate;
  throw new TweedieError({
    where,
    what: named
      ? `the compiler that CXX names does not run: ${named}`
      : `there is no C++ compiler: ${candidates.join(", ")}`,
    fix: `install one (Debian: apt-get install g++; macOS: xcode-select --install)${named ? "" : ", or name it by CXX"}`,
  });
}
