import type { Check } from "../check.ts";
import { killRun } from "./crash/kill-run.ts";
import { killSweep } from "./crash/kill-sweep.ts";
import { powerCutRun } from "./crash/power-cut-run.ts";
import { powerCutSweep } from "./crash/power-cut-sweep.ts";
import { failedSaves, killedSaves } from "./crash/save-calls.ts";
import { stopSignals } from "./crash/stop-signals.ts";

/** All checks, in the order of the page. */
export const checks: readonly Check[] = [
  killRun,
  killSweep,
  killedSaves,
  failedSaves,
  stopSignals,
  powerCutRun,
  powerCutSweep,
];
