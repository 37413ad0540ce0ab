import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Study } from "@tweedie/study";
import type { Context } from "../context.ts";
import { exitCodeOfSignal, stopSignals } from "../stop-signals.ts";
import { watchSweep } from "./sweep-view.ts";

/** The command itself, as Node runs it. */
export const program = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));

interface Share {
  /** Trials at a time, and the threads of each. */
  readonly workers: number;
  readonly threads: number;
  readonly json: boolean;
}

/** Is an agent of a sweep until no trial is left. Gives the exit code where a signal ended it before. */
export async function workHere(study: Study, share: Share, { terminal }: Context): Promise<number | undefined> {
  const { runAgent } = await import("@tweedie/study");
  const { workers, threads } = share;
  const name = `${hostname()}-${process.pid}`;
  const folder = join(study.folder, "agents");
  await mkdir(folder, { recursive: true });
  const log = createWriteStream(join(folder, `${name}.log`), { flags: "a" });
  const view = watchSweep(study, terminal.stdout, share);
  const signals = stopSignals((signal) => {
    terminal.stderr.write(`${signal}: trials finish their step and save; a second one stops at once\n`);
  });
  try {
    const onText = (text: string) => void log.write(text);
    const entry = [program, "worker"];
    const end = await runAgent({ study, name, workers, threads, entry, signal: signals.abort, onText });
    const received = signals.received();
    return end === "finished" || received === undefined ? undefined : exitCodeOfSignal(received);
  } finally {
    view.end();
    signals.release();
    log.end();
  }
}
