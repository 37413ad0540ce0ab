import type { Journal } from "../journal/journal.ts";
import type { Event } from "../journal/record.ts";
import type { Replay } from "../state/replay.ts";

/**
 * Ends running trials as pruned, with their agents' own claims. An agent learns of it at its next report or heartbeat, and its trial then
 * saves a checkpoint and ends. Returns the numbers of the trials that were running.
 */
export async function pruneTrials(
  { journal, replay }: { readonly journal: Journal; readonly replay: Replay },
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
