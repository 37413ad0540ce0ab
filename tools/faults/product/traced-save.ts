import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Numbers } from "../numbers.ts";
import { addressOf, load, runTypescript } from "./sources.ts";
import { createCache } from "./tiny-run.ts";

/** System calls by which a checkpoint is saved and an old one deleted, as strace names them; `?` allows those of other machines. */
const saveCalls = ["fsync", "?rename,?renameat,?renameat2", "?mkdir,?mkdirat", "?unlink,?unlinkat", "?rmdir"] as const;

/** Calls of one kind that three saves make at most. */
const mostCalls = 14;

/** Saves of one process. */
const saves = 3;

/** Report of a process that saves checkpoints, and the checkpoints that can be read afterwards. */
export interface TracedSave {
  /** True if the fault was injected. */
  readonly fired: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** The newest step that was reported as saved; 0 if none. */
  readonly acknowledged: number;
  /** The newest step that can be loaded; 0 if none. */
  readonly loaded: number;
  /** Warnings of the loader: a checkpoint that is visible and not whole. */
  readonly warnings: readonly string[];
}

/** Saves checkpoints in a process under strace, with a fault at the `when`th system call of a kind. */
export async function traceSave(
  build: string,
  folder: string,
  { call, fault, when }: { readonly call: string; readonly fault: string; readonly when: number },
): Promise<TracedSave> {
  const writer = fileURLToPath(new URL("../writers/checkpoints.ts", import.meta.url));
  const module = addressOf(build, "engine/src/run/checkpoint.ts");
  const node = [process.execPath, ...runTypescript(build), writer, module, folder, String(saves)];
  const inject = `inject=${call}:${fault}:when=${when}`;
  // strace counts the calls of each thread, so one thread makes them all.
  const env = { ...process.env, UV_THREADPOOL_SIZE: "1", TWEEDIE_CACHE: createCache(build, `${folder}-cache`) };
  const trace = `${folder}-trace`;
  const { stdout, stderr } = await outputOf(
    "strace",
    ["-f", "-e", `trace=${call}`, "-e", inject, "-o", trace, ...node],
    env,
  );
  const { loadCheckpoint } = await load(build, "engine/src/run/checkpoint.ts");
  const warnings: string[] = [];
  const checkpoint = await loadCheckpoint(folder, (message) => void warnings.push(message));
  const acknowledged = Math.max(0, ...[...stdout.matchAll(/^saved (\d+)$/gm)].map(([, step]) => Number(step)));
  const fired = /INJECTED|killed by SIGKILL/.test(readFileSync(trace, "utf8"));
  return { fired, stdout, stderr, acknowledged, loaded: checkpoint?.step ?? 0, warnings };
}

function outputOf(file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const text = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text.stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text.stderr += chunk));
  return new Promise<{ readonly stdout: string; readonly stderr: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(text));
  });
}

/** Every call of every kind: by its name, and its number among the calls of a thread. In random order. */
export function callSites(numbers: Numbers): { readonly call: string; readonly when: number }[] {
  const sites = saveCalls.flatMap((call) => Array.from({ length: mostCalls }, (_, i) => ({ call, when: i + 1 })));
  for (let i = sites.length - 1; i > 0; i--) {
    const j = numbers.below(i + 1);
    [sites[i], sites[j]] = [sites[j]!, sites[i]!];
  }
  return sites;
}
