import type { Event } from "../journal/record.ts";
import type { JournalledPlan } from "./read-study.ts";

/**
 * Ends running trials as pruned, with their agents' own claims. An agent learns of it at its next report or heartbeat, and its trial then
 * saves a checkpoint and ends. Returns the numbers of the trials that were running.
 */
export async function pruneTrials(
  { journal, replay }: Pick<JournalledPlan, "journal" | "replay">,
  trials: readonly number[],
): Promise<readonly number[]> {
  let pruned: readonly number[] = [];
  await journal.write(() => {
    const running = [...new Set(trials)].flatMap((trial) => {
      const record = replay.trials[trial];
      return record?.status === "running" ? [record] : [];
    });
    pruned = running.map(({ trial }) => trial);
    return running.map(({ trial, token }): Event => ({ op: "finish", trial, token, outcome: { status: "pruned" } }));
  });
  return pruned;
}
