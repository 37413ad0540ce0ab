import fc from "fast-check";
import { expect, test } from "vitest";
import { randomEvent, replayOf, rules, sweepRecords } from "./replay.fixture.ts";
import { createReplay } from "./replay.ts";

test("after any events a trial has at most one holder, and its tokens increase", () => {
  fc.assert(
    fc.property(fc.array(randomEvent, { maxLength: 200 }), (events) => {
      const replay = createReplay(rules);
      const tokens: number[] = [];
      for (const event of events) {
        replay.apply({ ...event, at: "" });
        for (const { trial, status, token } of replay.trials) {
          expect(replay.running.has(trial)).toBe(status === "running");
          expect(token).toBeLessThanOrEqual(replay.token);
          expect(token).toBeGreaterThanOrEqual(tokens[trial] ?? 0);
          tokens[trial] = token;
        }
        const waiting = replay.trials.filter(
          ({ status, configuration }) => status === "waiting" && !replay.lost.has(configuration),
        );
        expect(replay.waiting.first).toBe(waiting[0]?.trial);
      }
    }),
    { numRuns: 200 },
  );
});

test("a record of a claim that was lost has no effect", () => {
  const replay = createReplay(rules);
  const records = sweepRecords(1);
  records.forEach(replay.apply);
  const before = replayOf(records);
  for (const record of records) if ("token" in record) replay.apply(record);
  expect(replay.trials).toEqual(before.trials);
});

test("a damaged line costs its own content: every other trial keeps its state, and the end of the sweep stays known", () => {
  const records = sweepRecords(6);
  const whole = replayOf(records);
  expect(whole.trials.every(({ status }) => status === "complete")).toBe(true);
  records.forEach((record, index) => {
    const { trials, lost, stopped, token } = replayOf(records.toSpliced(index, 1));
    const label = `without line ${index}: ${JSON.stringify(record)}`;
    expect(stopped, label).toBe(record.op === "resume" && index === records.length - 1);
    // Only the last line of a trial can leave it unfinished: it then runs again.
    const isLast = index === records.length - 1;
    expect(trials.length, label).toBe(whole.trials.length);
    expect(token, label).toBe(whole.token);
    expect(lost, label).toEqual(record.op === "suggest" ? [record.configuration] : []);
    for (const { trial, status, value } of whole.trials) {
      const own = trials[trial]!;
      const isUnfinished = record.op === "finish" && record.outcome.status === "complete" && record.trial === trial;
      expect(own.status, label).toBe(isUnfinished ? "running" : status);
      expect(own.value, label).toBe(isUnfinished ? undefined : value);
      if (!("trial" in record && record.trial === trial) && !isLast) {
        expect({ ...own, began: "" }, label).toEqual({ ...whole.trials[trial], began: "" });
      }
    }
  });
});

test("a configuration whose line is lost is completed by the next line with its number, and its trials wait again", () => {
  const records = sweepRecords(3).filter((record) => record.op !== "suggest" || record.configuration !== 1);
  const replay = createReplay(rules);
  records.forEach(replay.apply);
  expect(replay.points).toEqual([{ x: 0 }, undefined, { x: 2 }]);
  expect(replay.waiting.first).toBeUndefined();
  replay.apply({ op: "suggest", configuration: 1, point: { x: 7 }, at: "" });
  expect(replay.points[1]).toEqual({ x: 7 });
  expect(replay.trials.map(({ status }) => status)).toEqual([
    ...["complete", "complete", "waiting", "waiting", "complete", "complete"],
  ]);
  expect(replay.waiting.first).toBe(2);
  replay.apply({ op: "suggest", configuration: 1, point: { x: 8 }, at: "" });
  expect(replay.points[1]).toEqual({ x: 7 });
});
