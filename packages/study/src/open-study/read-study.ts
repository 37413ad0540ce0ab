import { existsSync } from "node:fs";
import { type Journal, openJournal } from "../journal/journal.ts";
import { createReplay, type Replay } from "../state/replay.ts";
import { snapshotOf } from "../state/snapshot.ts";
import type { StudyReader } from "../study.ts";
import { pruneTrials } from "./prune-trials.ts";
import { readPlan, type RecordedPlan, studyFolder } from "./study-folder.ts";
import { changedSources, readInputs, type StudyInputs } from "./study-inputs.ts";

/** A sweep's plan, and its journal with the state after the records read so far. */
export interface JournalledPlan extends RecordedPlan {
  /** Files that trials depend on; undefined if version 0.1.0 began the sweep. */
  readonly inputs: StudyInputs | undefined;
  readonly journal: Journal;
  readonly replay: Replay;
}

/** Opens the plan and the journal of a sweep. */
export async function openPlan(root: string): Promise<JournalledPlan> {
  const folder = studyFolder(root);
  const recorded = await readPlan(folder.plan);
  const replay = createReplay(recorded.plan);
  const inputs = await readInputs(folder.inputs);
  return { ...recorded, inputs, replay, journal: openJournal(folder.journal, replay.apply) };
}

/**
 * Opens the sweep of a folder for reading, and runs no code of its plugins. Without a recorded size the total is unknown.
 *
 * @throws TweedieError if the folder holds no sweep.
 */
export const readStudy = async (root: string): Promise<StudyReader> => readerOf(root, await openPlan(root));

/** The operations of a sweep that need none of its plugins. */
export function readerOf(root: string, opened: JournalledPlan): StudyReader {
  const { plan, size = Infinity, journal, replay } = opened;
  const path = studyFolder(root).journal;
  return {
    folder: root,
    plan,
    state: () => {
      if (existsSync(path)) journal.read();
      return snapshotOf(replay, { folder: root, plan, size, damaged: journal.damaged });
    },
    changes: () => describeChangedSources(root, opened),
    stop: () => journal.write(() => (replay.stopped ? [] : [{ op: "stop" }])),
    prune: (trials) => pruneTrials(opened, trials),
  };
}

/** Sentences about files of the experiment and plugins that are not as they were when the sweep began. */
async function describeChangedSources(
  root: string,
  { plan, inputs }: Pick<JournalledPlan, "plan" | "inputs">,
): Promise<readonly string[]> {
  if (!inputs) {
    const sentence = "was begun by version 0.1.0, which kept no copy of the experiment: trials use";
    return [`${root} ${sentence} ${plan.experiment.file} as it is now`];
  }
  const changes = await changedSources(inputs);
  if (changes === undefined) return [];
  const consequence = inputs.fixed
    ? `the sweep uses the copies in ${root}`
    : "no trial is claimed until it is restored";
  return [`since this sweep began, ${changes}; ${consequence}`];
}
