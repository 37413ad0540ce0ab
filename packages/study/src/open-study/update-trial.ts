import type { TrialReport } from "@tweedie/core";
import type { Event } from "../journal/record.ts";
import { replicateCount, signOf } from "../plan.ts";
import type { TrialRecord } from "../state/replay-state.ts";
import type { Claim, Outcome, ReportAnswer } from "../study.ts";
import type { StudyContext } from "./study-context.ts";

/** Renews the lease of a claimed trial. */
export async function renewLease(
  context: StudyContext,
  claim: Claim,
): Promise<"held" | Exclude<ReportAnswer, "continue">> {
  const isHeld = await writeIfHeld(context, claim, { op: "renew", trial: claim.trial, token: claim.token });
  if (!isHeld) return endOf(context, claim);
  return context.replay.stopped ? "stop" : "held";
}

/** Records an intermediate value of the metric, and asks the pruner whether the trial should end. */
export async function reportValue(
  context: StudyContext,
  claim: Claim,
  { resource, value }: TrialReport,
): Promise<ReportAnswer> {
  const { trial, token } = claim;
  if (!(await writeIfHeld(context, claim, { op: "report", trial, token, resource, value })))
    return endOf(context, claim);
  if (context.replay.stopped) return "stop";
  return shouldPrune(context, trial) ? "prune" : "continue";
}

/** Records the outcome of a trial. Returns false if the claim was lost. */
export const recordOutcome = (context: StudyContext, claim: Claim, outcome: Outcome): Promise<boolean> =>
  writeIfHeld(context, claim, { op: "finish", trial: claim.trial, token: claim.token, outcome });

/** Gives a trial back as if its lease had expired. Returns false if the claim was lost. */
export const giveTrialBack = (context: StudyContext, { trial, token }: Claim): Promise<boolean> =>
  writeIfHeld(context, { trial, token }, { op: "expire", trial, token });

/** Reason for the end of a claim: its trial was pruned by hand, or it is lost. */
const endOf = ({ replay }: StudyContext, { trial, token }: Claim): "prune" | "lost" => {
  const record = replay.trials[trial];
  return record?.token === token && record.status === "pruned" ? "prune" : "lost";
};

/** Writes an event of a claimed trial. Returns false, and writes nothing, if the claim was lost. */
async function writeIfHeld(
  { journal, replay }: StudyContext,
  claim: Pick<Claim, "trial" | "token">,
  event: Event,
): Promise<boolean> {
  let isHeld = false;
  await journal.write(() => {
    isHeld = replay.heldTrial(claim.trial, claim.token) !== undefined;
    return isHeld ? [event] : [];
  });
  return isHeld;
}

/** Compares a trial with those of the same replicate only: some seeds are harder than others for every configuration. */
function shouldPrune({ plan, pruner, replay }: StudyContext, trial: number): boolean {
  if (!pruner) return false;
  const sign = signOf(plan.metric);
  const replicates = replicateCount(plan);
  const reportsOf = ({ reports }: TrialRecord): TrialReport[] =>
    reports.map((report) => ({ ...report, value: Number.isNaN(report.value) ? Infinity : sign * report.value }));
  const others = replay.trials
    .filter((other) => other.trial !== trial && other.trial % replicates === trial % replicates)
    .map((other) => ({ isComplete: other.status === "complete", reports: reportsOf(other) }));
  return pruner.prune({ reports: reportsOf(replay.trials[trial]!), others, sign });
}
