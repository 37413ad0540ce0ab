import fc from "fast-check";
import { ownIdentity } from "../journal/process-identity.ts";
import type { Event, JournalRecord } from "../journal/record.ts";
import { createReplay } from "./replay.ts";
import type { ReplayRules } from "./replay-state.ts";

/** Two replicates and one retry. */
export const rules: ReplayRules = {
  repeat: [{ seed: 0 }, { seed: 1 }],
  retries: 1,
  metric: { name: "sw2", goal: "minimize" },
};

const holder = { ...ownIdentity, agent: "a" };

/** Events in any order, most of which come too early or too late to have an effect. */
export const randomEvent: fc.Arbitrary<Event> = fc
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

/** State after some records, as plain data. */
export function replayOf(records: readonly JournalRecord[]) {
  const replay = createReplay(rules);
  records.forEach(replay.apply);
  const { points, trials, running, stopped, token, waiting } = replay;
  return { points, trials, running: [...running], stopped, token, first: waiting.first };
}
