import { createWriteStream } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createFolder } from "@tweedie/core/files";
import type { TrustedFiles } from "@tweedie/engine";
import { deviceOfSlot, listGpus } from "@tweedie/graph";
import type { Study, StudyState } from "@tweedie/study";
import type { Context } from "../command-line/context.ts";
import { exitCodeOfSignal, stopSignals } from "../terminal/stop-signals.ts";
import { watchSweep } from "./sweep-view.ts";

/** Path of the `tweedie` program. */
export const program = fileURLToPath(new URL("../../bin/tweedie.mjs", import.meta.url));

interface LocalAgentOptions {
  /** Number of parallel trials. */
  readonly workers: number;
  /** Threads per trial. */
  readonly threads: number;
  /** Plugins outside the project of the working folder that may run. */
  readonly trusted: TrustedFiles;
  readonly json: boolean;
  /** Called with each state of the sweep that is read. */
  readonly onState?: ((state: StudyState) => void) | undefined;
}

/** Runs an agent until no trial of the sweep is left. Returns the exit code if a signal ended it earlier, otherwise undefined. */
export async function runLocalAgent(
  study: Study,
  options: LocalAgentOptions,
  { terminal }: Context,
): Promise<number | undefined> {
  const { runAgent } = await import("@tweedie/study");
  const { workers, threads, trusted } = options;
  const { stderr } = terminal;
  for (const change of await study.changes()) stderr.write(`${stderr.colors.yellow("warning")} ${change}\n`);
  const name = `${hostname()}-${process.pid}`;
  const folder = join(study.folder, "agents");
  await createFolder(folder);
  const log = createWriteStream(join(folder, `${name}.log`), { flags: "a" });
  const view = watchSweep(study, terminal.stdout, options);
  const signals = stopSignals((signal) => {
    terminal.stderr.write(`${signal}: trials finish their step and save; send it again to exit at once\n`);
  });
  try {
    const onText = (text: string) => void log.write(text);
    const entry = [program, "worker"];
    const onWarning = (message: string) =>
      terminal.stderr.write(`${terminal.stderr.colors.yellow("warning")} ${message}\n`);
    const gpus = listGpus().filter(({ vendor }) => vendor === "NVIDIA").length;
    const device = (worker: number) => deviceOfSlot(worker, gpus);
    const processes = { workers, threads, trusted, entry, device };
    const end = await runAgent({ study, name, ...processes, signal: signals.abort, onText, onWarning });
    const received = signals.received();
    return end === "finished" || received === undefined ? undefined : exitCodeOfSignal(received);
  } finally {
    view.end();
    signals.release();
    log.end();
  }
}
