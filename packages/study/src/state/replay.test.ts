import fc from "fast-check";
import { expect, test } from "vitest";
import { randomEvent, rules } from "./replay.fixture.ts";
import { createReplay } from "./replay.ts";

test("after any events a trial has at most one holder, with a token of its own", () => {
  fc.assert(
    fc.property(fc.array(randomEvent, { maxLength: 200 }), (events) => {
      const replay = createReplay(rules);
      for (const event of events) {
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
