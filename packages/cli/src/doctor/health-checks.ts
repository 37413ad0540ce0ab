import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, totalmem } from "node:os";
import { resolve } from "node:path";
import { bytesOnDisk } from "../files/bytes-on-disk.ts";
import { localPlugins } from "../plugin-pages/local-plugins.ts";
import { runsFolder } from "../run-list/run-entry.ts";
import { sizeText } from "../terminal/format.ts";
import { readVersion } from "../version.ts";
import { checkBackends } from "./backend-checks.ts";
import { checkGpus } from "./gpu-checks.ts";
import { checkFolder, checkFreeSpace } from "./disk-checks.ts";
import { checkTrackers } from "./tracker-checks.ts";
import type { HealthCheck } from "./health-check.ts";

const minNodeVersion = [20, 19] as const;

/** Libraries whose versions a bug report needs. */
const libraries = ["onnxruntime-node", "@tensorflow/tfjs"];

/** Checks everything that experiments need: Node, backends, plugins, trackers, folders and disk space. `onCheck` is called before each that takes long. */
export async function runHealthChecks(onCheck: (name: string) => void): Promise<readonly HealthCheck[]> {
  const telling = <T>(name: string, check: () => Promise<T>): Promise<T> => {
    onCheck(name);
    return check();
  };
  const { cacheFolder } = await import("@tweedie/core/files");
  return [
    { name: "tweedie", state: "ok", what: [readVersion(), ...libraries.flatMap(installedVersion)].join(", ") },
    checkNode(process.versions.node),
    { name: "machine", state: "ok", what: `${availableParallelism()} cores, ${sizeText(totalmem())} of memory` },
    ...(await checkGpus()),
    ...(await checkBackends(onCheck)),
    await telling("plugins", checkPlugins),
    ...(await telling("trackers", checkTrackers)),
    await checkCache(cacheFolder()),
    await checkFolder("runs", runsFolder, { what: resolve(runsFolder), fix: "change to a folder that is writable" }),
    await checkFreeSpace(),
  ];
}

/** Without a cache, teachers are trained and plugins are translated again by each run. */
async function checkCache(cache: string | undefined): Promise<HealthCheck> {
  const fix = "set TWEEDIE_CACHE to a writable folder";
  if (cache === undefined) return { name: "cache", state: "wrong", what: "there is no home folder", fix };
  return checkFolder("cache", cache, { what: `${sizeText(await bytesOnDisk(cache))} in ${cache}`, fix });
}

/** `onnxruntime-node 1.30.0`; empty if it is not installed. */
function installedVersion(name: string): string[] {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const manifest = folders.map((folder) => `${folder}/${name}/package.json`).find((path) => existsSync(path));
  return manifest ? [`${name} ${(JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version}`] : [];
}

/** Checks a version of Node against the oldest supported one. */
export function checkNode(version: string): HealthCheck {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < minNodeVersion[0] || (major === minNodeVersion[0] && minor < minNodeVersion[1]);
  if (!isOld) return { name: "node", state: "ok", what: version };
  return { name: "node", state: "wrong", what: version, fix: `install Node ${minNodeVersion.join(".")} or later` };
}

async function checkPlugins(): Promise<HealthCheck> {
  const { plugins, broken } = await localPlugins();
  const [first] = broken;
  if (!first) return { name: "plugins", state: "ok", what: `${plugins.length} installed` };
  return { name: "plugins", state: "wrong", what: first.message, fix: first.note ?? first.help };
}
