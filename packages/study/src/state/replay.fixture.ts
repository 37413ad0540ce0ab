import fc from "fast-check";
import { ownIdentity } from "@tweedie/engine/locks";
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
  const { points, lost, trials, running, stopped, token, waiting } = replay;
  return { points, lost: [...lost], trials, running: [...running], stopped, token, first: waiting.first };
}

/** The journal of a sweep of `configurations` in which trials fail, are released, expire and complete, and the sweep is stopped once. */
export function sweepRecords(configurations: number): readonly JournalRecord[] {
  const records: JournalRecord[] = [];
  const write = (...events: readonly Event[]) => records.push(...events.map((event) => ({ ...event, at: "" })));
  let token = 0;
  const claim = (trial: number): Event => ({ op: "claim", trial, token: ++token, holder, lease: 1 });
  const complete = (trial: number): Event => ({
    op: "finish",
    trial,
    token,
    outcome: { status: "complete", metrics: { sw2: trial } },
  });
  for (let configuration = 0; configuration < configurations; configuration++) {
    const [first, second] = [2 * configuration, 2 * configuration + 1];
    write({ op: "suggest", configuration, point: { x: configuration } }, claim(first));
    write({ op: "renew", trial: first, token }, { op: "report", trial: first, token, resource: 1, value: first });
    if (configuration % 3 === 0) write({ op: "expire", trial: first, token }, claim(first));
    if (configuration % 3 === 1) {
      for (let failure = 0; failure < 2; failure++) {
        if (failure > 0) write(claim(first));
        write({ op: "finish", trial: first, token, outcome: { status: "failed", reason: "x" } });
      }
      write({ op: "retry", trials: [first] }, claim(first));
    }
    write(complete(first), claim(second));
    write({ op: "finish", trial: second, token, outcome: { status: "released" } });
    if (configuration === 1) write({ op: "stop" }, { op: "resume" });
    write(claim(second), complete(second));
  }
  return records;
}
