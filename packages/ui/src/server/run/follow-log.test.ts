import { appendFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { followLog } from "./follow-log.ts";
import { line } from "./run-folder.fixture.ts";

const logIn = () => join(temporaryFolder(), "metrics.jsonl");
const steps = ({ rows }: ReturnType<ReturnType<typeof followLog>["read"]>) => rows.map(({ step }) => step);

test("each read returns the rows that were added, whole lines only", () => {
  const path = logIn();
  const log = followLog(path);
  expect(log.read()).toEqual({ reset: false, rows: [] });
  writeFileSync(path, line(1, { loss: 2 }));
  expect(log.read()).toEqual({ reset: false, rows: [{ phase: "distill", step: 1, values: { loss: 2 } }] });
  expect(steps(log.read())).toEqual([]);
  const [second, third] = [line(2, { loss: 1.5 }), line(3, { loss: 1 })];
  appendFileSync(path, second + third.slice(0, 10));
  expect(steps(log.read())).toEqual([2]);
  appendFileSync(path, third.slice(10));
  expect(steps(log.read())).toEqual([3]);
});

test("a log that a resumed run has replaced is read again from its beginning", () => {
  const path = logIn();
  writeFileSync(path, line(1, { loss: 2 }) + line(2, { loss: 1 }));
  const log = followLog(path);
  expect(steps(log.read())).toEqual([1, 2]);
  // Longer than before, so that only the inode tells.
  writeFileSync(`${path}.new`, line(1, { loss: 2 }) + line(3, { loss: 1 }) + line(4, { loss: 1 }));
  renameSync(`${path}.new`, path);
  const read = log.read();
  expect([read.reset, steps(read)]).toEqual([true, [1, 3, 4]]);
  rmSync(path);
  expect(log.read()).toEqual({ reset: true, rows: [] });
});
