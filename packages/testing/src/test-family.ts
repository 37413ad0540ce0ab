import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { Setup } from "./setup.ts";

const script = `
  import { createRequire } from "node:module";
  import { make } from ${JSON.stringify(new URL("./setup.ts", import.meta.url).href)};
  for (const { file, setup } of JSON.parse(process.argv[1])) {
    const { default: plugin } = await import(file);
    if (!plugin?.role) throw new Error(file + " exports no plugin");
    make(plugin, setup);
  }
  const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes("/@tensorflow/tfjs"));
  console.log(loaded.length);
`;

/**
 * The contract of a family's folder of sources: every file is a plugin, which can be read and made with no tensor library
 * in the process. `setups` are for the plugins, by file name, that need options or samples of another shape.
 */
export function testFamily(folder: string, setups: Readonly<Record<string, Omit<Setup, "uses">>> = {}): void {
  test("every file is a plugin, and is made without loading a tensor library", () => {
    const plugins = readdirSync(folder)
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => ({ file: `${folder}/${file}`, setup: setups[file.replace(/\.ts$/, "")] }));
    const node = ["--import", "tsx", "--input-type=module", "--eval", script, JSON.stringify(plugins)];
    const loaded = execFileSync(process.execPath, node, { cwd: folder, encoding: "utf8" });
    expect(Number(loaded), "files of tfjs in the process").toBe(0);
  });
}
