import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createFolder } from "@tweedie/core/files";
import { requireOptional, TweedieError } from "@tweedie/core";
import { browserScript } from "./browser-script.ts";
import type { WebStudent } from "./student.ts";

export type { WebStudent } from "./student.ts";

const require = createRequire(import.meta.url);
const manifest = new URL("../package.json", import.meta.url);

/** Files of `onnxruntime-web`: the runtime as one script, and its WebAssembly. */
const runtimeFiles = { runtime: "ort.wasm.bundle.min.mjs", wasm: "ort-wasm-simd-threaded.wasm" };

/**
 * Writes a static page that generates samples of a student. Returns the path of the page.
 *
 * Model and runtime are embedded in scripts as base64, because a page opened from disk may run scripts but not fetch files.
 *
 * @throws TweedieError if samples of this shape cannot be drawn, or if the runtime is not installed
 */
export async function writeWebPage(folder: string, student: WebStudent, onnx: Uint8Array): Promise<string> {
  const { shape } = student;
  const canDraw = shape.length === 3 ? shape[2] === 1 || shape[2] === 3 : shape.length === 1 && shape[0]! >= 2;
  if (!canDraw) {
    throw new TweedieError({
      where: "--web",
      what: `a page can draw images and points, but not samples of shape [${shape.join(", ")}]`,
      fix: "export the student as a file: -o student.onnx",
    });
  }
  requireOptional({ names: ["onnxruntime-web"], manifest, purpose: "the web page" });
  await createFolder(folder);
  const dist = dirname(require.resolve("onnxruntime-web"));
  const runtime = await readFile(join(dist, runtimeFiles.runtime), "utf8");
  const wasm = await readFile(join(dist, runtimeFiles.wasm));
  await writeFile(
    join(folder, "student.js"),
    `globalThis.tweedie = { student: ${scriptJson(student)}, files: { onnx: "${base64(onnx)}" } };\n`,
  );
  await writeFile(
    join(folder, "runtime.js"),
    `Object.assign(tweedie.files, { runtime: ${scriptJson(runtime)}, wasm: "${base64(wasm)}" });\n`,
  );
  const template = await readFile(new URL("./page/page.html", import.meta.url), "utf8");
  const script = await browserScript();
  const page = join(folder, "index.html");
  // A function as replacement: in a string, patterns such as `$&` would be expanded.
  await writeFile(
    page,
    template.replace("/* main */", () => script.replaceAll("</", "<\\/")),
  );
  return page;
}

const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
