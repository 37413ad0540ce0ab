import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { type MetricsRow, openMetricsLog, readMetrics } from "./metrics-log.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, "metrics.jsonl");
});

const row = (
  phase: MetricsRow["phase"],
  step: number,
  values: MetricsRow["values"] = { loss: step / 3 },
): MetricsRow => ({
  phase,
  step,
  values,
});

async function write(rows: readonly MetricsRow[], after: { phase: MetricsRow["phase"]; step: number }): Promise<void> {
  const log = await openMetricsLog(path, after);
  for (const each of rows) await log.append(each);
  await log.close();
}

test("NaN, infinities and all digits are preserved", async () => {
  const rows = [row("distill", 1, { a: NaN, b: Infinity, c: -Infinity, d: Math.fround(0.1), e: 5e-324 })];
  await write(rows, { phase: "pretrain", step: 0 });
  expect(await readMetrics(path)).toEqual(rows);
});

test("continuing after a checkpoint removes the rows beyond it and writes the same bytes again", async () => {
  const rows = [row("pretrain", 10), row("pretrain", 20), row("distill", 0), row("distill", 10), row("distill", 20)];
  await write(rows, { phase: "pretrain", step: 0 });
  const whole = await readFile(path, "utf8");
  for (const [index, after] of rows.entries()) {
    await write(rows.slice(index + 1), after);
    expect(await readFile(path, "utf8")).toBe(whole);
  }
});

test("an incomplete last line, as a crash leaves it, is removed", async () => {
  await write([row("distill", 10)], { phase: "pretrain", step: 0 });
  await appendFile(path, '{"phase":"distill","step":20,"lo');
  expect(await readMetrics(path)).toEqual([row("distill", 10)]);
  await write([row("distill", 20)], { phase: "distill", step: 10 });
  expect(await readMetrics(path)).toEqual([row("distill", 10), row("distill", 20)]);
});
