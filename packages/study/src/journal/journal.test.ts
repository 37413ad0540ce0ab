import { appendFileSync, readFileSync, utimesSync, writeFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { SweepPlan } from "../plan.ts";
import { createReplay } from "../state/replay.ts";
import { temporaryFolder } from "../study.fixture.ts";
import { openJournal } from "./journal.ts";
import { decodeLine, encodeLine } from "./line.ts";
import { withLock } from "./lock.ts";
import { isGone, ownIdentity } from "./process-identity.ts";
import type { Event, JournalRecord } from "./record.ts";

const temporary = mkdtempSync(join(tmpdir(), "tweedie-journal-"));
afterAll(() => rmSync(temporary, { recursive: true }));
let count = 0;

const rules: Pick<SweepPlan, "repeat" | "retries" | "metric"> = {
  repeat: [{ seed: 0 }, { seed: 1 }],
  retries: 1,
  metric: { name: "sw2", goal: "minimize" },
};
const holder = { ...ownIdentity, agent: "a" };

/** Events that may come at any time, most of them too late or too early. */
const events: fc.Arbitrary<Event> = fc
  .record({ trial: fc.nat(7), token: fc.integer({ min: 1, max: 12 }) })
  .chain((which) =>
    fc.oneof(
      fc.nat(4).map((configuration): Event => ({ op: "suggest", configuration, point: { x: configuration } })),
      fc.constant<Event>({ op: "claim", ...which, holder, lease: 1 }),
      fc.constant<Event>({ op: "renew", ...which }),
      fc.constant<Event>({ op: "expire", ...which }),
      fc.double({ noDefaultInfinity: false }).map((value): Event => ({ op: "report", ...which, resource: 1, value })),
      fc.constantFrom("released", "failed", "complete", "pruned", "diverged").map((status): Event => ({
        op: "finish",
        ...which,
        outcome: { status, reason: "x", metrics: { sw2: 1 } } as never,
      })),
      fc.constantFrom<Event>({ op: "stop" }, { op: "resume" }, { op: "retry", trials: [0, 3] }),
    ),
  );

const text = (records: readonly object[]) => records.map(encodeLine).join("");
const stateOf = (records: readonly JournalRecord[]) => {
  const replay = createReplay(rules);
  records.forEach(replay.apply);
  const { points, trials, running, stopped, token, waiting } = replay;
  return { points, trials, running: [...running], stopped, token, first: waiting.first };
};

test("several writers in whatever order leave what one writer would, and each reads the same", async () => {
  const interleaving = fc.array(fc.tuple(fc.nat(3), events), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(interleaving, async (steps) => {
      const path = join(temporary, `${count++}.jsonl`);
      writeFileSync(path, "");
      const writers = Array.from({ length: 4 }, () => {
        const seen: JournalRecord[] = [];
        return { seen, journal: openJournal(path, (record) => seen.push(record)) };
      });
      await Promise.all(steps.map(([who, event]) => writers[who]!.journal.write(() => [event])));
      const records = linesOf(path);
      expect(records).toHaveLength(steps.length);
      for (const { journal, seen } of writers) {
        journal.read();
        expect(stateOf(seen)).toEqual(stateOf(records));
      }
    }),
    { numRuns: 15 },
  );
});

const linesOf = (path: string) =>
  readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => decodeLine(line) as JournalRecord); // prettier-ignore

test("whatever is written, a trial has at most one holder, and it is the latest claim", () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 200 }), (all) => {
      const replay = createReplay(rules);
      for (const event of all) {
        replay.apply({ ...event, at: "" });
        for (const { trial, status, token } of replay.trials) {
          expect(replay.running.has(trial)).toBe(status === "running");
          if (status === "running") expect(token).toBeLessThanOrEqual(replay.token);
        }
        const tokens = replay.trials.map(({ token }) => token).filter((token) => token > 0);
        expect(new Set(tokens).size).toBe(tokens.length);
        const waiting = replay.trials.filter(({ status }) => status === "waiting");
        expect(replay.waiting.first).toBe(waiting[0]?.trial);
      }
    }),
    { numRuns: 200 },
  );
});

test("cut at any byte the journal opens, loses at most the torn record, and takes the next", async () => {
  const records = Array.from({ length: 3 }, (_, configuration) => {
    return { op: "suggest", configuration, point: { größe: configuration / 3 }, at: "" } as const;
  });
  const whole = Buffer.from(text(records));
  const path = join(temporary, "cut.jsonl");
  for (let bytes = 0; bytes <= whole.length; bytes++) {
    writeFileSync(path, whole.subarray(0, bytes));
    const ends = records.filter((_, index) => Buffer.byteLength(text(records.slice(0, index + 1))) <= bytes);
    const seen: JournalRecord[] = [];
    const journal = openJournal(path, (record) => seen.push(record));
    journal.read();
    expect(seen).toEqual(ends);
    await journal.write(() => [{ op: "stop" }]);
    expect(linesOf(path)).toEqual([...ends, { op: "stop", at: expect.any(String) as string }]);
    expect(seen).toHaveLength(ends.length + 1);
    expect(journal.damaged).toBe(0);
  }
});

test("a reader waits for the end of a line that is being written", () => {
  const path = join(temporary, "half.jsonl");
  const line = text([{ op: "stop", at: "" }]);
  writeFileSync(path, line.slice(0, 9));
  const seen: JournalRecord[] = [];
  const journal = openJournal(path, (record) => seen.push(record));
  journal.read();
  expect(seen).toEqual([]);
  appendFileSync(path, line.slice(9));
  journal.read();
  expect(seen).toHaveLength(1);
});

test("a flipped bit is noticed, and costs its own line at most", () => {
  const records = [0, 1, 2].map((configuration) => ({ op: "suggest", configuration, point: {}, at: "" }));
  const whole = Buffer.from(text(records));
  const path = join(temporary, "flipped.jsonl");
  for (let bit = 0; bit < 8 * whole.length; bit += 5) {
    const bytes = Buffer.from(whole);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(path, bytes);
    const seen: JournalRecord[] = [];
    const journal = openJournal(path, (record) => seen.push(record));
    journal.read();
    for (const record of seen) expect(records).toContainEqual(record);
    // A line end that is gone joins two lines, or leaves a torn one.
    expect(seen.length).toBeGreaterThanOrEqual(1);
    expect(seen.length).toBeLessThan(3);
  }
});

test("the lock of a process that is gone is taken over at once, that of one far away after the grace", async () => {
  const path = join(temporaryFolder(), "lock");
  const gone = { ...ownIdentity, pid: 2 ** 22 + 1 };
  expect([isGone(gone), isGone(ownIdentity), isGone({ ...gone, host: "elsewhere" })]).toEqual([true, false, false]);
  writeFileSync(path, JSON.stringify(gone));
  expect(await withLock(path, () => 1, 60_000)).toBe(1);
  writeFileSync(path, JSON.stringify({ ...gone, host: "elsewhere" }));
  // Its time stamp counts for nothing: the clocks of two machines differ.
  utimesSync(path, 0, 0);
  const began = performance.now();
  expect(await withLock(path, () => 2, 100)).toBe(2);
  expect(performance.now() - began).toBeGreaterThan(100);
  expect(existsSync(path)).toBe(false);
});

test("who lost the lock while asleep leaves the new holder's alone", async () => {
  const path = join(temporaryFolder(), "lock");
  await withLock(path, () => writeFileSync(path, "another's"));
  expect(readFileSync(path, "utf8")).toBe("another's");
});

test("a takeover that was interrupted does not block the next", async () => {
  const path = join(temporaryFolder(), "lock");
  const gone = JSON.stringify({ ...ownIdentity, pid: 2 ** 22 + 1 });
  writeFileSync(path, gone);
  writeFileSync(`${path}.takeover`, gone);
  expect(await withLock(path, () => 3)).toBe(3);
});
