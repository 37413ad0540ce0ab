import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { replayOf, randomEvent } from "../state/replay.fixture.ts";
import { openJournal } from "./journal.ts";
import { decodeLine, encodeLine } from "./line.ts";
import type { JournalRecord } from "./record.ts";

const temporary = temporaryFolder({}, afterAll);
let count = 0;

const textOf = (records: readonly object[]) => records.map(encodeLine).join("");
const recordsIn = (path: string) =>
  readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => decodeLine(line) as JournalRecord); // prettier-ignore

test("concurrent writers leave the records of one writer, and every reader reaches the same state", async () => {
  const interleaving = fc.array(fc.tuple(fc.nat(3), randomEvent), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(interleaving, async (steps) => {
      const path = join(temporary, `${count++}.jsonl`);
      writeFileSync(path, "");
      const writers = Array.from({ length: 4 }, () => {
        const seen: JournalRecord[] = [];
        return { seen, journal: openJournal(path, (record) => seen.push(record)) };
      });
      await Promise.all(steps.map(([writer, event]) => writers[writer]!.journal.write(() => [event])));
      const records = recordsIn(path);
      expect(records).toHaveLength(steps.length);
      for (const { journal, seen } of writers) {
        journal.read();
        expect(replayOf(seen)).toEqual(replayOf(records));
      }
    }),
    { numRuns: 15 },
  );
});

test("a journal cut at any byte opens, loses at most the torn record, and accepts the next record", async () => {
  const records = [0, 1].map((configuration) => {
    return { op: "suggest", configuration, point: { größe: configuration / 3 }, at: "" } as const;
  });
  const whole = Buffer.from(textOf(records));
  const path = join(temporary, "cut.jsonl");
  for (let bytes = 0; bytes <= whole.length; bytes++) {
    writeFileSync(path, whole.subarray(0, bytes));
    const complete = records.filter((_, index) => Buffer.byteLength(textOf(records.slice(0, index + 1))) <= bytes);
    const seen: JournalRecord[] = [];
    const journal = openJournal(path, (record) => seen.push(record));
    journal.read();
    expect(seen).toEqual(complete);
    await journal.write(() => [{ op: "stop" }]);
    expect(recordsIn(path)).toEqual([...complete, { op: "stop", at: expect.any(String) as string }]);
    expect(seen).toHaveLength(complete.length + 1);
    expect(journal.damaged).toBe(0);
  }
});

test("a reader ignores a line until its line break is written", () => {
  const path = join(temporary, "half.jsonl");
  const line = textOf([{ op: "stop", at: "" }]);
  writeFileSync(path, line.slice(0, 9));
  const seen: JournalRecord[] = [];
  const journal = openJournal(path, (record) => seen.push(record));
  journal.read();
  expect(seen).toEqual([]);
  appendFileSync(path, line.slice(9));
  journal.read();
  expect(seen).toHaveLength(1);
});

test("a flipped bit is detected and damages no other line, unless it joins two lines", () => {
  const records = [0, 1, 2].map((configuration) => ({ op: "suggest", configuration, point: {}, at: "" }));
  const whole = Buffer.from(textOf(records));
  const path = join(temporary, "flipped.jsonl");
  for (let bit = 0; bit < 8 * whole.length; bit += 5) {
    const bytes = Buffer.from(whole);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(path, bytes);
    const seen: JournalRecord[] = [];
    const journal = openJournal(path, (record) => seen.push(record));
    journal.read();
    for (const record of seen) expect(records).toContainEqual(record);
    expect(seen.length).toBeGreaterThanOrEqual(1);
    expect(seen.length).toBeLessThan(3);
  }
});
