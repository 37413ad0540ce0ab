import type { Outcome } from "../study.ts";
import type { WorkerEnd } from "./worker-process.ts";

/** Outcome of a trial for the journal. `pruned`: the agent stopped the trial because the pruner decided so. */
export function outcomeOf(end: WorkerEnd, { pruned }: { readonly pruned: boolean }): Outcome {
  switch (end.type) {
    case "failed":
      return { status: "failed", reason: end.reason, exit: end.exit };
    case "died":
      return { status: "failed", reason: causeOfDeath(end), exit: end.signal ?? end.code ?? "not started" };
    case "ended": {
      const { status, metrics, spreads, reason = status } = end.status;
      if (status === "interrupted") return pruned ? { status: "pruned", metrics } : { status: "released" };
      if (status === "diverged" || status === "collapsed") return { status: "diverged", reason, metrics };
      // A run that has not converged is a result: its metric says how bad it is.
      return { status: "complete", metrics, ...(spreads?.student && { spreads: spreads.student }) };
    }
  }
}

/** Reason of the death of a process, from its exit code, its signal and its last output. */
function causeOfDeath({ code, signal, text }: Extract<WorkerEnd, { type: "died" }>): string {
  const outOfMemory = /out of memory|Allocation failed|bad_alloc|Cannot allocate memory/i.exec(text);
  if (outOfMemory) return `out of memory: ${lineAround(text, outOfMemory.index)}`;
  if (signal === "SIGKILL") return "the worker was killed (SIGKILL), probably because the system ran out of memory";
  if (signal) return `the worker was killed (${signal})${lastLine(text)}`;
  if (code === 0) return "the worker exited with code 0 before the trial ended: something called process.exit";
  return `the worker exited with code ${code ?? "unknown"}${lastLine(text)}`;
}

const lineAround = (text: string, index: number): string =>
  text
    .slice(text.lastIndexOf("\n", index) + 1)
    .split("\n", 1)[0]!
    .trim();

function lastLine(text: string): string {
  const line = text.trimEnd().split("\n").at(-1)!.trim();
  return line === "" ? "" : `: ${line}`;
}
