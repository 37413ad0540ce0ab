import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "../child.ts";
import { Unavailable } from "../job.ts";
import { tweedie } from "../command.ts";

const source = fileURLToPath(new URL("driver.c", import.meta.url));
const expected = "there is no CUDA-capable device";

/**
 * Links the CUDA provider by the command that users call, and loads it with all libraries on a stand-in for the driver, up to the missing
 * device. Then removes the links.
 *
 * @param python Python with onnxruntime-gpu and NVIDIA's libraries: 2.5 GB, which no job fetches.
 * @returns one line
 */
export async function checkLoader(python = process.env["TWEEDIE_CUDA_PYTHON"]): Promise<string> {
  if (!python) throw new Unavailable("TWEEDIE_CUDA_PYTHON names no Python with onnxruntime-gpu[cuda,cudnn]");
  const folder = mkdtempSync(join(tmpdir(), "tweedie-cuda-"));
  const command = (args: readonly string[]) =>
    runProgram(process.execPath, [tweedie, "backend", ...args], {
      environment: { TWEEDIE_CACHE: join(folder, "cache"), LD_LIBRARY_PATH: folder },
      seconds: 60,
    });
  try {
    const library = join(folder, "libcuda.so.1");
    await runProgram("cc", ["-shared", "-fPIC", "-Wl,-soname,libcuda.so.1", "-o", library, source], {
      seconds: 60,
    }).catch(() => {
      throw new Unavailable("there is no C compiler");
    });
    const end = await command(["build", "cuda", "--python", python]).catch((error: unknown) => String(error));
    await command(["remove", "cuda"]);
    if (!end.includes(expected)) throw new Error(`the end is not that ${expected}:\n${end}`);
    return `provider and libraries load, up to "${expected}"`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
