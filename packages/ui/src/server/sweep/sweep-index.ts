import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ifExists } from "@tweedie/core/files";
import { readStudy, studyFolder, type StudyReader, type StudyState } from "@tweedie/study";
import type { SweepRow } from "../../api/sweep.ts";
import { RequestError } from "../http/answer.ts";
import { staysInside } from "../run/inside.ts";
import { stampOf } from "../run/stamp.ts";

/** A sweep that is open. Its journal is read incrementally. */
export interface OpenSweep {
  readonly study: StudyReader;
  readonly state: StudyState;
  /** Changes with the journal. */
  readonly stamp: string;
}

/** The sweeps below some folders. */
export interface SweepIndex {
  list(): Promise<readonly SweepRow[]>;
  /** Opens a sweep by its id. @throws RequestError if no sweep below the folders has it */
  open(id: string): Promise<OpenSweep>;
}

/** Creates the index of the sweeps in some folders: those folders themselves, and the folders directly in them. */
export function createSweepIndex(roots: readonly string[]): SweepIndex {
  const opened = new Map<string, OpenSweep>();

  const findAll = async (): Promise<readonly string[]> => {
    const found = roots.map(async (root) => {
      const entries = (await ifExists(readdir(root, { withFileTypes: true }))) ?? [];
      const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name));
      return [root, ...folders].filter((folder) => existsSync(studyFolder(folder).plan));
    });
    return (await Promise.all(found)).flat().sort();
  };
  const read = async (id: string): Promise<OpenSweep> => {
    const known = opened.get(id);
    const stamp = await stampOf(studyFolder(id).journal);
    if (known?.stamp === stamp) return known;
    const study = known?.study ?? (await readStudy(id));
    const sweep = { study, state: study.state(), stamp };
    opened.set(id, sweep);
    return sweep;
  };
  return {
    list: async () =>
      Promise.all((await findAll()).map((id) => read(id).then(rowOf, (error: Error) => problemRow(id, error)))),
    open: async (id) => {
      const isKnown = (await findAll()).includes(id) && roots.some((root) => staysInside(root, id));
      if (!isKnown) throw new RequestError(404, "there is no such sweep");
      return read(id);
    },
  };
}

function rowOf({ study: { folder, plan }, state }: OpenSweep): SweepRow {
  const { status, counts, total, best } = state;
  const value = best === undefined ? undefined : state.configurations[best]?.value;
  return { id: folder, name: plan.name, status, counts, total, metric: plan.metric.name, best: value };
}

const problemRow = (id: string, { message }: Error): SweepRow => ({
  ...{ id, name: id, status: "stopped", counts: {}, metric: "" },
  problem: message,
});
