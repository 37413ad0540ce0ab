import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Check, CheckContext } from "../../check.ts";
import type { RaceOptions, RaceResult } from "../../../../packages/engine/src/locks/race.fixture.ts";

/** Lets four processes take over the lock of a dead one at the same time: one of them holds it. */
export const lockRace: Check = {
  id: "lock-race",
  group: "sweep",
  fault: "processes that race for the lock of a dead one",
  done: "Four processes tried at the same moment to take over a lock whose holder was dead, of an older format, or had its number reused.",
  times: { soak: 1_000, ci: 0 },
  run: race,
  control: {
    without: "the look at the lock before it is replaced",
    edits: [
      {
        file: "packages/engine/src/locks/lock-file.ts",
        find: "  if (!draft.link(successor)) return false;\n",
        replace: "  draft.link(successor);\n",
      },
      {
        file: "packages/engine/src/locks/lock-file.ts",
        find: "if (found.join() !== [...tokens, token].join()) {",
        replace: "if (found.length === 0) {",
      },
    ],
    times: 300,
  },
};

async function race({ build, folder, times, tally }: CheckContext): Promise<void> {
  const module = pathToFileURL(join(build, "packages/engine/src/locks/race.fixture.ts")).href;
  const { raceForLock } = (await import(module)) as { raceForLock(options: RaceOptions): Promise<RaceResult> };
  const files = join(folder, "races");
  mkdirSync(files);
  const { withTwo, withNone, leftovers } = await raceForLock({ folder: files, races: times, processes: 4 });
  if (leftovers.length > 0) tally.measured = `${leftovers.length} files were left.`;
  // Failures first: the end of the check's time must not hide them.
  if (withNone > 0) tally.record("lost", "no process held the lock", withNone);
  if (withTwo > 0) tally.record("silent", "two processes held the lock", withTwo);
  tally.add("harmless", "", times - withTwo - withNone);
}
