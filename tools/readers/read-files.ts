import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Outcome } from "./outcome.ts";

/** Outcomes by the names of the files, and the most memory of the process that read them. */
export interface Reading {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly megabytes: number;
}

/** Milliseconds on one file after which a reader counts as hanging. */
const hangTimeout = 20_000;

/** Report of the other process: a file before it is read, its outcome, or the most memory at the end. */
export type Message = { readonly name: string; readonly outcome?: Outcome } | { readonly megabytes: number };

/**
 * Reads the files of a folder in another process, which is started again after the file at which it hangs or crashes.
 *
 * @throws Error if the process reads no file.
 */
export async function readFiles(folder: string): Promise<Reading> {
  const outcomes = new Map<string, Outcome>();
  let megabytes = 0;
  let from = "";
  for (let isDone = false; !isDone;) {
    const child = fork(fileURLToPath(new URL("reader-process.ts", import.meta.url)), [folder, from]);
    const before = from;
    await new Promise<void>((resolve) => {
      const hang = () => child.kill("SIGKILL");
      let timer = setTimeout(hang, 2 * hangTimeout);
      child.on("message", (message: Message) => {
        clearTimeout(timer);
        timer = setTimeout(hang, hangTimeout);
        if ("megabytes" in message) [isDone, megabytes] = [true, Math.max(megabytes, message.megabytes)];
        else outcomes.set((from = message.name), message.outcome ?? { fault: "hangs or crashes" });
      });
      // Not "exit": that can come before the last messages of the process are read.
      child.on("close", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    if (!isDone && from === before) throw new Error("the process that reads files ends before the first of them");
  }
  return { outcomes, megabytes };
}
