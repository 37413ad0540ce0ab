import { chmodSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execFile } from "node:child_process";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";

const tweedie = fileURLToPath(new URL("../../../bin/tweedie.mjs", import.meta.url));

const installed = { "node_modules/@tensorflow/tfjs-node-gpu/package.json": JSON.stringify({ version: "4.22.0" }) };

/** Runs the command in a project with files. */
function run(files: Readonly<Record<string, string>>, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const cwd = temporaryFolder(files);
  for (const name of Object.keys(files)) if (name.startsWith("python")) chmodSync(join(cwd, name), 0o755);
  return new Promise<{ code: unknown; output: string }>((resolve) => {
    const options = { cwd, env: { ...process.env, TWEEDIE_CACHE: join(cwd, "cache"), ...env } };
    execFile(process.execPath, [tweedie, "backend", ...args], options, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: stdout + stderr });
    });
  });
}

const build = (python: string) => ["build", "tensorflow", "--python", python];

test("names the command that brings what is missing: npm package, Python, its package, a compiler", async () => {
  const withoutPackage = await run({}, ["build", "tensorflow"]);
  expect(withoutPackage.code).toBe(2);
  expect(withoutPackage.output).toContain("npm install --ignore-scripts --no-save @tensorflow/tfjs-node-gpu@4.22.0");

  const withoutPython = await run(installed, build("./no-python"));
  expect(withoutPython.output).toContain("./no-python does not run: spawn ./no-python ENOENT");

  const withoutTensorflow = await run({ ...installed, python: "#!/bin/sh\necho\n" }, build("./python"));
  expect(withoutTensorflow.code).toBe(2);
  expect(withoutTensorflow.output).toContain("./python has no package tensorflow");
  expect(withoutTensorflow.output).toMatch(/-m pip install .*tensorflow.*, then tweedie backend build tensorflow/);

  const libraries = { "tensorflow/libtensorflow_cc.so.2": "", "tensorflow/libtensorflow_framework.so.2": "" };
  const python = "#!/bin/sh\necho $PWD/tensorflow\n";
  const withoutCompiler = await run({ ...installed, python, ...libraries }, build("./python"), {
    CXX: "none",
  });
  expect(withoutCompiler.code).toBe(2);
  expect(withoutCompiler.output).toContain("the compiler that CXX names does not run: none");
});

test.runIf(process.platform === "linux" && process.arch === "x64")(
  "names the command that installs ONNX Runtime's CUDA provider",
  async () => {
    const { code, output } = await run({ python: "#!/bin/sh\necho\n" }, ["build", "cuda", "--python", "./python"]);
    expect(code).toBe(2);
    expect(output).toContain("./python has no package onnxruntime-gpu");
    expect(output).toMatch(/pip install "onnxruntime-gpu\[cuda,cudnn\]==.*, then tweedie backend build cuda/);
  },
);

test("a backend that has not been built names the command, and is removed in one that says so", async () => {
  expect(await run({}, ["remove", "tensorflow"])).toEqual({
    code: 0,
    output: "backend tensorflow: nothing to remove\n",
  });
  const files = { "cache/backends/tensorflow/addon.json": "{}" };
  expect((await run(files, ["remove", "tensorflow"])).output).toMatch(/^removed .*backends.tensorflow\n$/);
  const other = await run({}, ["build", "cuda9"]);
  expect(other.code).toBe(2);
  expect(other.output).toContain("there is no backend `cuda9` that is built");
});
