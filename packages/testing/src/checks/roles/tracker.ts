import type { Plugin } from "@tweedie/core";
import { unless, type Findings } from "../../problems/findings.ts";
import { inTemporaryFolder } from "../../stand-ins/in-temporary-folder.ts";
import { timed, trackedRun } from "../../stand-ins/tracked-run.ts";
import type { Check, Suite } from "../check.ts";
import { optionChecks } from "../options.ts";
import { make, type Setup } from "../setup.ts";

/** Rows as a run writes them: two phases, non-finite numbers, a row of metrics. */
const rows = timed([
  { phase: "pretrain", step: 50, values: { loss: 0.5 } },
  { phase: "distill", step: 0, values: { sw2: 1.25, "sw2.floor": 0.01 } },
  { phase: "distill", step: 50, values: { "loss.student": Number.NaN, "loss.fakeScore": -Infinity } },
  { phase: "distill", step: 100, values: { "loss.student": -1e-20, "loss.fakeScore": 3e38, sw2: 0.1 } },
]);

export interface TrackerSetup extends Setup {
  /** Counts the rows that the tracker has written, repeated rows included. Left out, rows are not counted. */
  readonly rowCount?: (folder: string) => Promise<number>;
}

/** The contract of a tracker. Its files are written to temporary folders, which are removed. */
export const trackerSuite = (plugin: Plugin<"tracker">, setup: TrackerSetup = {}): Suite => ({
  name: "tracker",
  checks: [...optionChecks(plugin, setup), ...newRunChecks(plugin, setup), ...continuationChecks(plugin, setup)],
});

/**
 * Tracks the log up to a row with a new object, as another process would. Returns the number of rows tracked before, and problems of the
 * tracker's state.
 */
async function track(
  plugin: Plugin<"tracker">,
  setup: TrackerSetup,
  [folder, upTo, status]: readonly [folder: string, upTo: number, status?: string],
): Promise<{ readonly before: number; readonly problems: readonly (string | undefined)[] }> {
  const tracker = make(plugin, setup);
  const before = await tracker.start(trackedRun(folder, rows.slice(0, upTo)));
  for (const row of rows.slice(before.rows, upTo)) await tracker.log([structuredClone(row)]);
  if (status !== undefined) await tracker.finish({ status, metrics: { sw2: 0.1 } });
  const problems = [
    unless(before.place !== "", "`place` is an empty text; leave it out"),
    unless(before.unsent !== "", "`unsent` is an empty text; leave it out"),
  ];
  return { before: before.rows, problems };
}

/** Returns a problem unless the tracker has written each row once. */
async function countProblem({ rowCount }: TrackerSetup, folder: string): Promise<string | undefined> {
  const count = await rowCount?.(folder);
  return unless(count === undefined || count === rows.length, `${count} rows are written, of ${rows.length}`);
}

/** Returns a problem unless a tracker says that it has some of the rows that it was given. */
const rowsProblem = (got: number, given: number): string | undefined =>
  unless(got >= 0 && got <= given, `\`start\` returns ${got} rows, but the tracker was given ${given}`);

/** Creates a tracker in a folder, so that files with relative paths are found there. */
function createIn(folder: string, plugin: Plugin<"tracker">, setup: TrackerSetup): void {
  const before = process.cwd();
  process.chdir(folder);
  try {
    make(plugin, setup);
  } finally {
    process.chdir(before);
  }
}

const newRunChecks = (plugin: Plugin<"tracker">, setup: TrackerSetup): readonly Check[] => [
  {
    name: "writes nothing before start",
    skipReason: () =>
      "disabled" in process.chdir ? "a worker thread cannot change the folder in which `create` runs" : undefined,
    find: () =>
      inTemporaryFolder(async (folder, files) => {
        createIn(folder, plugin, setup);
        const written = await files();
        return unless(written.length === 0, `\`create\` writes ${written.join(", ")}`);
      }),
  },
  {
    name: "has no rows of a new run, and accepts all rows of a log",
    find: () =>
      inTemporaryFolder(async (folder) => {
        const { before, problems } = await track(plugin, setup, [folder, rows.length, "completed"]);
        return [...problems, rowsProblem(before, 0), await countProblem(setup, folder)];
      }),
  },
];

const continuationChecks = (plugin: Plugin<"tracker">, setup: TrackerSetup): readonly Check[] => [
  ...(["interrupted", "killed"] as const).map((end) => ({
    name: `continues after the rows that it has when the run was ${end}`,
    find: () =>
      inTemporaryFolder(async (folder) => {
        const first = await track(plugin, setup, end === "killed" ? [folder, 2] : [folder, 2, end]);
        const { before, problems } = await track(plugin, setup, [folder, rows.length, "completed"]);
        return [...first.problems, ...problems, rowsProblem(before, 2), await countProblem(setup, folder)];
      }),
  })),
  {
    name: "can be started again, as after an error of it",
    find: () => inTemporaryFolder((folder) => restartProblems(plugin, setup, folder)),
  },
  {
    name: "continues when it has more rows than the log, which was cut back to a checkpoint",
    find: () =>
      inTemporaryFolder(async (folder) => {
        const first = await track(plugin, setup, [folder, 3]);
        const { before, problems } = await track(plugin, setup, [folder, 1]);
        const last = await track(plugin, setup, [folder, rows.length, "completed"]);
        return [
          ...[...first.problems, ...problems, ...last.problems],
          rowsProblem(before, 3),
          await countProblem(setup, folder),
        ];
      }),
  },
];

async function restartProblems(plugin: Plugin<"tracker">, setup: TrackerSetup, folder: string): Promise<Findings> {
  const tracker = make(plugin, setup);
  await tracker.start(trackedRun(folder));
  await tracker.log(rows.slice(0, 2));
  const again = await tracker.start(trackedRun(folder, rows.slice(0, 2)));
  await tracker.log(rows.slice(again.rows));
  await tracker.finish({ status: "completed", metrics: {} });
  return [rowsProblem(again.rows, 2), await countProblem(setup, folder)];
}
