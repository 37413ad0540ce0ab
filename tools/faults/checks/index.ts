import type { Check } from "../check.ts";
import { killRun } from "./crash/kill-run.ts";
import { killSweep } from "./crash/kill-sweep.ts";
import { powerCutRun } from "./crash/power-cut-run.ts";
import { powerCutSweep } from "./crash/power-cut-sweep.ts";
import { failedSaves, killedSaves } from "./crash/save-calls.ts";
import { stopSignals } from "./crash/stop-signals.ts";
import { otherFileSystems, unwritableCache } from "./disk/cache-places.ts";
import { fullOutput } from "./disk/closed-output.ts";
import { deletedFolder } from "./disk/deleted-folder.ts";
import { fileSizeLimit } from "./disk/file-size-limit.ts";
import { fullDiskRun, fullDiskSweep } from "./disk/full-disk.ts";
import { byteChanges } from "./files/byte-changes.ts";
import { allCheckpoints, newestCheckpoint } from "./files/checkpoints.ts";
import { mutatedArrays } from "./files/formats.ts";
import { olderVersion } from "./files/older-version.ts";
import { mutatedOnnx } from "./files/onnx.ts";
import { mutatedExperiments, yamlTestSuite } from "./input/experiments.ts";
import { cgroupRun, heapRun } from "./memory/exhausted.ts";
import { hungryTrial } from "./memory/hungry-trial.ts";
import { damagedLine, tornJournal } from "./sweep/journal-lines.ts";
import { lockRace } from "./sweep/lock-race.ts";
import { manyTrials } from "./sweep/many-trials.ts";
import { suspendedAgent } from "./sweep/suspended.ts";
import { twoRuns } from "./sweep/two-runs.ts";
import { hostilePages } from "./trust/pages.ts";
import { strangersCode } from "./trust/strangers-code.ts";
import { terminalEscapes } from "./trust/terminal.ts";
import { wandbOutage } from "./trust/wandb-outage.ts";
import { wandbSync } from "./trust/wandb-sync.ts";

/** All checks, in the order of the page. */
export const checks: readonly Check[] = [
  ...[killRun, killSweep, killedSaves, failedSaves, stopSignals, powerCutRun, powerCutSweep],
  ...[fullDiskRun, fullDiskSweep, fullOutput, fileSizeLimit, unwritableCache, otherFileSystems, deletedFolder],
  ...[cgroupRun, heapRun, hungryTrial],
  ...[newestCheckpoint, allCheckpoints, byteChanges, olderVersion, mutatedArrays, mutatedOnnx],
  ...[lockRace, twoRuns, manyTrials, damagedLine, tornJournal, suspendedAgent],
  ...[yamlTestSuite, mutatedExperiments],
  ...[hostilePages, terminalEscapes, strangersCode, wandbOutage, wandbSync],
];
