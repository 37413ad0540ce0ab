import { fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** Outcomes by the names of the files, and the most memory of the process that read them. */
export interface Reading {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly megabytes: number;
}

/** Milliseconds on one file after which a reader counts as hanging. */
const hangTimeout = 20_000;

type Message = { readonly name: string; readonly outcome?: Outcome } | { readonly megabytes: number };

if (process.send) {
  const [, , folder, ...names] = process.argv as [string, string, string, ...string[]];
  const from = names[0] ?? "";
  for (const name of readdirSync(folder).sort()) {
    if (name <= from) continue;
    process.send({ name });
    process.send({ name, outcome: outcomeOf(name, readFileSync(join(folder, name))) });
  }
  process.send({ megabytes: process.resourceUsage().maxRSS / 1_024 });
  process.disconnect();
}

/** Reads the files of a folder in another process, which is started again after a hang or a crash. */
export async function readFiles(folder: string): Promise<Reading> {
  const outcomes = new Map<string, Outcome>();
  let megabytes = 0;
  let from = "";
  for (let isDone = false; !isDone;) {
    const child = fork(fileURLToPath(import.meta.url), [folder, from]);
    await new Promise<void>((resolve) => {
      const hang = () => child.kill("SIGKILL");
      let timer = setTimeout(hang, 2 * hangTimeout);
      child.on("message", (message: Message) => {
        clearTimeout(timer);
        timer = setTimeout(hang, hangTimeout);
        if ("megabytes" in message) [isDone, megabytes] = [true, Math.max(megabytes, message.megabytes)];
        else outcomes.set((from = message.name), message.outcome ?? { fault: "hangs or crashes" });
      });
      child.on("exit", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
  return { outcomes, megabytes };
}
