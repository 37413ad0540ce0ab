import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { extname } from "node:path";
import { expect, test } from "vitest";
import type { Setup } from "../checks/setup.ts";

/** Ending of source files: `.ts` in the repository, `.js` in the published package. */
const ending = extname(new URL(import.meta.url).pathname);
const setupModule = new URL(`../checks/setup${ending}`, import.meta.url).href;

const script = `
  import { createRequire } from "node:module";
  import { make } from ${JSON.stringify(setupModule)};
  for (const { file, setup } of JSON.parse(process.argv[1])) {
    const { default: plugin } = await import(file);
    if (!plugin?.role) throw new Error("the default export of " + file + " is not a plugin");
    const named = Object.entries(setup?.plugins ?? {}).map(async ([use, module]) => [use, (await import(module)).default]);
    make(plugin, { ...setup, plugins: Object.fromEntries(await Promise.all(named)) });
  }
  const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes("/@tensorflow/tfjs"));
  console.log(loaded.length);
`;

/** Setup of a plugin in another process. */
export interface FamilySetup extends Pick<Setup, "options" | "shape"> {
  /** Modules of the plugins in the options, by the name in their blocks. */
  readonly plugins?: Readonly<Record<string, string>>;
}

/**
 * Tests a family's source folder in a separate process: every file has a plugin as its default export, and importing and
 * creating the plugins loads no tensor library.
 *
 * @param setups By file name without ending: the plugins that need options or another shape.
 */
export function testFamily(folder: string, setups: Readonly<Record<string, FamilySetup>> = {}): void {
  test("every file is a plugin, and creating it loads no tensor library", () => {
    const plugins = readdirSync(folder)
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => ({ file: `${folder}/${file}`, setup: setups[file.replace(/\.ts$/, "")] }));
    const node = ["--import", "tsx", "--input-type=module", "--eval", script, JSON.stringify(plugins)];
    const loaded = execFileSync(process.execPath, node, { cwd: folder, encoding: "utf8" });
    expect(Number(loaded), "files of TensorFlow.js in the process").toBe(0);
  });
}
