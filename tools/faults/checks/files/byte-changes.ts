import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Check, CheckContext } from "../../check.ts";
import { changeKinds } from "../../product/change-kinds.ts";
import { addressOf, runTypescript } from "../../product/sources.ts";
import { createCache, tinyExperiment } from "../../product/tiny-run.ts";
import type { Outcome } from "../../tally.ts";

/** What came of one change. */
export interface ByteChange {
  readonly outcome: Outcome;
  readonly detail: string;
}

/** Settings of the process that makes changes. */
export interface ChangeSettings {
  readonly folder: string;
  readonly sources: { readonly engine: string; readonly cli: string };
  readonly count: number;
  /** Step of the distillation at which the run that is resumed was interrupted. */
  readonly stopAt: number;
  /** Random numbers of each change: for the place, and for the file and the bit. */
  readonly places: readonly number[];
  readonly draws: readonly number[];
}

/** Changes one bit of every kind of file that is read back: harmless, healed or refused, never another result without a word. */
export const byteChanges: Check = {
  id: "byte-changes",
  group: "files",
  fault: "one changed byte in a file that is read back",
  done: `One bit was changed in each of ${changeKinds.length} kinds of files in turn: of a run that is resumed, of a finished run that is shown and sampled, and of the cache.`,
  times: { soak: 200 * changeKinds.length, ci: 4 * changeKinds.length },
  run: changeBytes,
  control: {
    without: "the comparison with the checksum",
    edits: [
      {
        file: "packages/engine/src/checksums/folder-manifest.ts",
        find: "if (mismatch !== undefined) throw",
        replace: 'if (mismatch === "") throw',
      },
    ],
    times: 10 * changeKinds.length,
  },
};

const experiment = tinyExperiment
  .replaceAll("width: 16", "width: 4")
  .replace("steps: 80", "steps: 4")
  .replace("steps: 120", "steps: 8")
  .replace("every: 40", "every: 4")
  .replace("log: { every: 5 }", "log: { every: 1 }")
  .replace("checkpoint: { every: 10 }", "checkpoint: { every: 2 }");

async function changeBytes({ build, folder, times, numbers, tally }: CheckContext): Promise<void> {
  writeFileSync(join(folder, "tiny.yaml"), experiment);
  const settings: ChangeSettings = {
    folder,
    sources: { engine: addressOf(build, "engine/src/index.ts"), cli: addressOf(build, "cli/src/main.ts") },
    count: times,
    stopAt: 5,
    places: Array.from({ length: times }, () => numbers.below(2 ** 22)),
    draws: Array.from({ length: times }, () => numbers.below(2 ** 20)),
  };
  const settingsFile = join(folder, "settings.json");
  writeFileSync(settingsFile, JSON.stringify(settings));
  const child = fork(fileURLToPath(new URL("../../writers/byte-changes.ts", import.meta.url)), [settingsFile], {
    execArgv: [...runTypescript(build)],
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, NO_COLOR: "1", TWEEDIE_CACHE: createCache(build, join(folder, "start")) },
  });
  let stderr = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  let done = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      child.on("message", (message: ByteChange | "end") => {
        if (message === "end") return resolve();
        done++;
        try {
          tally.add(message.outcome, message.detail);
        } catch (error) {
          reject(error as Error); // the control has its failure
        }
      });
      child.once("exit", (code) =>
        reject(new Error(`ended with ${code} after ${done} changes: ${stderr.slice(-400)}`)),
      );
    });
  } finally {
    child.kill("SIGKILL");
  }
}
