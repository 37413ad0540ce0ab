import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { createNotifier } from "./notifier.ts";

const evaluation = (step: number, sw2: number) =>
  ({ event: "metrics", phase: "distill", step, values: { sw2 }, measured: true }) as const;

const records = async (folder: string): Promise<unknown[]> => {
  const text = await readFile(join(folder, "trackers/notifications.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
};

test("a command is told of the end, with the notification in its input and its variables", async () => {
  const folder = temporaryFolder();
  const command = `{ echo "$TWEEDIE_EVENT $TWEEDIE_MESSAGE"; cat; } > "${join(folder, "told")}"`;
  const notifier = createNotifier({ notify: [command], run: "ring", folder });
  notifier.end({ status: "completed", reason: undefined, metrics: { sw2: 0.1 } });
  expect(await notifier.settled()).toEqual([]);
  const [line, json] = (await readFile(join(folder, "told"), "utf8")).split("\n");
  expect(line).toBe("end ring: completed");
  expect(JSON.parse(json!)).toMatchObject({ kind: "end", run: "ring", folder, metrics: { sw2: 0.1 } });
  expect(await records(folder)).toMatchObject([{ kind: "end", target: "{", ok: true }]);
});

test("an address is told of each new best and of a failure", async () => {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      bodies.push(JSON.parse(text) as Record<string, unknown>);
      response.end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const notify = [`http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`];
  const options = { notify, run: "ring", folder: temporaryFolder(), primary: ["sw2", "minimize"] } as const;
  const notifier = createNotifier({ ...options, notifyOn: ["best", "failure"] });
  for (const [i, value] of [1, 0.5, 0.7, Number.NaN, 0.25].entries()) notifier.show(evaluation(i, value));
  notifier.end({ status: "diverged", reason: "NaN", metrics: {} });
  expect(await notifier.settled()).toEqual([]);
  server.close();
  expect(bodies.map(({ text }) => text).sort()).toEqual([
    "ring: best sw2 0.25 at step 4",
    "ring: best sw2 0.5 at step 1",
    "ring: diverged, NaN",
  ]);
  expect(JSON.stringify(await records(options.folder))).not.toContain("secret");
});

test("a target that fails or hangs is told of and recorded, and nothing throws", async () => {
  const folder = temporaryFolder();
  const notify = ["echo no such channel >&2; exit 3", "sleep 60", "http://127.0.0.1:9/hook"];
  const notifier = createNotifier({ notify, run: "ring", folder, timeout: 500 });
  notifier.fail(new Error("out of memory\nmore"));
  const problems = [...(await notifier.settled())].sort();
  expect(problems).toEqual([
    "echo was not told of the failure: exit code 3: no such channel",
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:9 was not told of the failure: /),
    "sleep was not told of the failure: it did not end in 0.5 s",
  ]);
  expect(await records(folder)).toHaveLength(3);
});
