import { fork } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Effect } from "../../../flipped-bytes/try-change.ts";
import type { Check, CheckContext } from "../../check.ts";
import { runTypescript } from "../../product/sources.ts";
import { createCache } from "../../product/tiny-run.ts";

type Message = "end" | { readonly effect: Effect; readonly detail: string };

/** Changes one byte of every kind of file that is read back: harmless, healed or refused, never another result without a word. */
export const byteChanges: Check = {
  id: "byte-changes",
  group: "files",
  fault: "one changed byte in a file that is read back",
  done: "One byte was changed in each file of an interrupted run, a finished one, the cache and a sweep in turn, and the product read it.",
  times: { soak: 3_000, ci: 24 },
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
    times: 300,
  },
};

async function changeBytes({ build, folder, times, numbers, tally }: CheckContext): Promise<void> {
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", type: "module" }));
  symlinkSync(join(build, "node_modules"), join(project, "node_modules"), "junction");
  const script = fileURLToPath(new URL("../../writers/byte-changes.ts", import.meta.url));
  const child = fork(script, [build, project, String(numbers.below(2 ** 20)), String(times)], {
    execArgv: [...runTypescript(build)],
    cwd: project,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, TWEEDIE_CACHE: createCache(build, folder) },
  });
  let stderr = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  try {
    await new Promise<void>((resolve, reject) => {
      child.on("message", (message: Message) => {
        if (message === "end") return resolve();
        const { effect, detail } = message;
        try {
          tally.add(effect === "stack" ? "crashed" : effect, detail);
        } catch (error) {
          reject(error as Error); // the control has its failure
        }
      });
      child.once("close", (code) => reject(new Error(`the process ended with ${code}: ${stderr.slice(-400)}`)));
    });
  } finally {
    child.kill("SIGKILL");
  }
}
