import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { StudyState } from "@tweedie/study";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { createSweepNotifier } from "./sweep-notifier.ts";

const plan = { name: "lambda", metric: { name: "sw2", goal: "minimize" } } as const;
const none = { waiting: 0, running: 0, complete: 0, pruned: 0, diverged: 0, failed: 0, skipped: 0 };

/** A state of four trials, of which the first have ended. */
const stateOf = (values: readonly (number | undefined)[]): StudyState => {
  const complete = values.filter((value) => value !== undefined).length;
  const best = complete > 0 ? values.indexOf(Math.min(...values.map((value) => value ?? Infinity))) : undefined;
  return {
    status: values.length === 4 ? "finished" : "running",
    configurations: values.map((value, configuration) => ({ configuration, value, trials: [configuration] })),
    trials: values.map((value, trial) => ({
      trial,
      status: value === undefined ? "failed" : "complete",
      failures: value === undefined ? 1 : 0,
      reason: "out of memory\nmore",
    })),
    counts: { ...none, complete, failed: values.length - complete },
    total: 4,
    best,
    within: [],
    damaged: 0,
  } as unknown as StudyState;
};

/** Plays states to `agents` agents of one sweep. Returns the messages. */
async function told(states: readonly StudyState[], agents = 1, notifyOn = ["end", "failure", "best"] as const) {
  const folder = temporaryFolder();
  const notify = [`echo "$TWEEDIE_EVENT $TWEEDIE_MESSAGE" >> "${join(folder, "told")}"`];
  for (let agent = 0; agent < agents; agent++) {
    const notifier = createSweepNotifier({ plan, folder, notify, notifyOn });
    for (const state of states) {
      notifier.update(state);
      expect(await notifier.settled()).toEqual([]);
    }
  }
  return (await readFile(join(folder, "told"), "utf8")).trim().split("\n");
}

const states = [[0.5], [0.5, 0.25], [0.5, 0.25, undefined], [0.5, 0.25, undefined, 0.3]].map(stateOf);
const messages = [
  "best lambda: best sw2 0.25, configuration 1",
  "failure lambda: trial 2 failed, out of memory",
  "failure lambda: 3 complete, 1 failed of 4 trials; best sw2 0.25",
];

test("a target is told of a better configuration, a failed trial and the end, once each", async () => {
  expect(await told([...states, states.at(-1)!])).toEqual(messages);
});

test("of two agents, one tells", async () => expect(await told(states, 2)).toEqual(messages));

test("the end of a sweep without failures is no failure", async () => {
  expect(await told([[0.5], [0.5, 0.6, 0.7, 0.8]].map(stateOf))).toEqual([
    "best lambda: best sw2 0.5, configuration 0",
    "end lambda: 4 complete of 4 trials; best sw2 0.5",
  ]);
});

test("an address receives the name and folder of the sweep, and the best value", async () => {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      bodies.push(JSON.parse(text));
      response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const folder = temporaryFolder();
  const notify = [`http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`];
  const notifier = createSweepNotifier({ plan, folder, notify });
  notifier.update(states.at(-1)!);
  notifier.fail(new Error("the disk is full"));
  expect(await notifier.settled()).toEqual([]);
  server.close();
  expect(bodies).toHaveLength(3);
  expect(bodies).toContainEqual({
    ...{ text: messages[2]!.slice("failure ".length), content: messages[2]!.slice("failure ".length) },
    ...{ kind: "failure", message: messages[2]!.slice("failure ".length), run: "lambda", folder },
    ...{ status: "finished", metrics: { sw2: 0.25 } },
  });
  expect(bodies).toContainEqual(expect.objectContaining({ message: "lambda: failed, the disk is full" }));
});
