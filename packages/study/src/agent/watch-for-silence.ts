import type { WorkerProcess } from "./worker-process.ts";

/** Milliseconds without a sign of life after which a worker is ended. */
const defaultSilence = 60_000;

/** Looks at the worker within the longest silence. */
const looks = 60;

/** Factor of the longest silence where the processor time is unknown: a step may occupy a worker, which then sends no message. */
const patienceWithoutTimes = 10;

/**
 * Calls `onSilence` once, with the silence in seconds, if a worker sends no message and uses no processor time for too long: it is stopped
 * or hangs. The silence is counted in looks, so that time in which this process was suspended itself does not count.
 */
export function watchForSilence(
  worker: Pick<WorkerProcess, "signOfLife">,
  maxSilence = defaultSilence,
  onSilence: (seconds: number) => void,
): { end(): void } {
  let last = "";
  let silentLooks = 0;
  const timer = setInterval(() => {
    const sign = worker.signOfLife();
    silentLooks = sign === last ? silentLooks + 1 : 0;
    last = sign;
    const limit = sign.endsWith(" ") ? looks * patienceWithoutTimes : looks;
    if (silentLooks < limit) return;
    clearInterval(timer);
    onSilence(Math.round((silentLooks * maxSilence) / looks / 1_000));
  }, maxSilence / looks);
  return { end: () => clearInterval(timer) };
}
