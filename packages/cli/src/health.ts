import { constants, existsSync, readFileSync } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type NDArray, type Params, TweedieError } from "@tweedie/core";
import { type Backend, backends } from "@tweedie/graph";
import { bytes } from "./quantities.ts";
import { runsFolder } from "./run-list/run-entry.ts";
import { bytesOnDisk } from "./bytes-on-disk.ts";
import { table } from "./table.ts";
import type { Colors } from "./terminal.ts";
import { readVersion } from "./version.ts";

/** What was found of one thing that runs need. What is missing may be had; what is wrong must be mended. */
export interface Finding {
  readonly name: string;
  readonly state: "ok" | "missing" | "wrong";
  readonly what: string;
  readonly fix?: string | undefined;
}

const leastNode = [20, 19] as const;
/** Free space that a run with images may well need. */
const leastSpace = 1e9;

/** Whose versions an account of a defect should have. */
const libraries = ["onnxruntime-node", "@tensorflow/tfjs"];

/** Looks at all that runs need. */
export async function examine(): Promise<readonly Finding[]> {
  const { cacheFolder } = await import("@tweedie/engine");
  const cache = cacheFolder();
  return [
    { name: "tweedie", state: "ok", what: [readVersion(), ...libraries.flatMap(installed)].join(", ") },
    nodeFinding(process.versions.node),
    { name: "machine", state: "ok", what: `${availableParallelism()} cores, ${bytes(totalmem())} of memory` },
    ...(await backendFindings()),
    await pluginsFinding(),
    await folderFinding("cache", cache, {
      is: `${bytes(await bytesOnDisk(cache))} in ${cache}`,
      fix: "set TWEEDIE_CACHE",
    }),
    await folderFinding("runs", runsFolder, { is: resolve(runsFolder), fix: "go to a folder of yours" }),
    await spaceFinding(),
  ];
}

/** `onnxruntime-node 1.30.0`, where it is installed. */
function installed(name: string): string[] {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const manifest = folders.map((folder) => join(folder, name, "package.json")).find((path) => existsSync(path));
  return manifest ? [`${name} ${(JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version}`] : [];
}

/** The version of Node against the least that runs. */
export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1]);
  if (!isOld) return { name: "node", state: "ok", what: version };
  return { name: "node", state: "wrong", what: version, fix: `install Node ${leastNode.join(".")} or later` };
}

/** Every backend, by a step that it is made to do. One of them is enough. */
async function backendFindings(): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const backend of backends.filter((name) => name !== "auto")) findings.push(await backendFinding(backend));
  if (findings.some(({ state }) => state === "ok")) return findings;
  return findings.map((finding) => ({ ...finding, state: "wrong" }));
}

async function backendFinding(backend: Backend): Promise<Finding> {
  const name = `backend ${backend}`;
  const { createExecutor } = await import("@tweedie/graph");
  const x: NDArray = { shape: [2], data: Float32Array.of(1, 2) };
  const double = (_: Params, draws: Params) => ({ outputs: { y: draws["x"]!.mul(2) } });
  const begun = performance.now();
  try {
    const executor = await createExecutor(backend);
    const step = await executor.compile(double, executor.createStore({}), { x: x.shape });
    const { y } = await step.run({ x });
    await step.dispose();
    await executor.dispose();
    if (y?.data.join() !== "2,4") return { name, state: "wrong", what: `computes 2 x [1, 2] = [${y?.data.join()}]` };
    return { name, state: "ok", what: `computes, after ${Math.round(performance.now() - begun)} ms` };
  } catch (error) {
    if (error instanceof TweedieError) return { name, state: "missing", what: error.what, fix: error.fix };
    return { name, state: "missing", what: String(error).split("\n", 1)[0]! };
  }
}

async function pluginsFinding(): Promise<Finding> {
  const { availablePlugins, findLab } = await import("@tweedie/engine");
  const { plugins, broken } = await availablePlugins(await findLab(process.cwd()));
  const [first] = broken;
  if (!first) return { name: "plugins", state: "ok", what: `${plugins.length} installed` };
  return { name: "plugins", state: "wrong", what: first.message, fix: first.note ?? first.help };
}

/** A folder that can be written, or made. */
async function folderFinding(name: string, path: string, { is, fix }: { is: string; fix: string }): Promise<Finding> {
  try {
    const nearest = await nearestThere(resolve(path));
    await access(nearest, constants.W_OK);
    if ((await stat(nearest)).isDirectory()) return { name, state: "ok", what: is };
    return { name, state: "wrong", what: `${path}: ${nearest} is no folder`, fix };
  } catch (error) {
    return { name, state: "wrong", what: `${path} cannot be written: ${(error as Error).message}`, fix };
  }
}

/** A path, or as much of it as there is. */
const nearestThere = (path: string): Promise<string> =>
  access(path).then(
    () => path,
    () => nearestThere(dirname(path)),
  );

async function spaceFinding(): Promise<Finding> {
  const { bavail, bsize } = await statfs(".");
  const free = bavail * bsize;
  const what = `${bytes(free)} free here`;
  return free < leastSpace
    ? { name: "space", state: "wrong", what, fix: "`tweedie rm` deletes runs" }
    : { name: "space", state: "ok", what };
}

/** Findings, one a line, each with how to mend it. */
export function healthPage(findings: readonly Finding[], { green, yellow, red, dim }: Colors): string {
  const colors = { ok: green, missing: yellow, wrong: red };
  const rows = findings.map(({ name, state, what }) => [state, name, what]);
  const lines = table(rows, (cell, row, column) => (column === 0 ? colors[findings[row]!.state](cell) : cell));
  const fixes = findings.map(({ fix }) => (fix === undefined ? [] : [`         ${dim("=")} ${fix}`]));
  return `${lines.flatMap((line, i) => [line, ...fixes[i]!]).join("\n")}\n`;
}
