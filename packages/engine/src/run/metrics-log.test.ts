import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, describe, expect, test } from "vitest";
import { digestOf } from "../checksums/digest.ts";
import { openMetricsLog } from "./metrics-log.ts";
import { formatRow, type MetricsRow, readMetrics } from "./metrics-rows.ts";

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

const warnings: string[] = [];
beforeEach(() => void (warnings.length = 0));

/** Continues the log after a checkpoint. Returns its text. */
async function write(rows: readonly MetricsRow[], after?: Parameters<typeof openMetricsLog>[1]): Promise<string> {
  const log = await openMetricsLog(path, after, (message) => warnings.push(message));
  for (const each of rows) await log.append(each);
  await log.close();
  expect(log.content()).toBe(await readFile(path, "utf8"));
  expect(log.digest()).toEqual(digestOf(log.content()));
  return log.content();
}

test("NaN, infinities and all digits are preserved", async () => {
  const rows = [row("distill", 1, { a: NaN, b: Infinity, c: -Infinity, d: Math.fround(0.1), e: 5e-324 })];
  await write(rows);
  expect(await readMetrics(path)).toEqual(rows);
});

test.each([true, false])(
  "continuing after a checkpoint removes the rows beyond it and writes the same bytes again, with a copy of the log: %s",
  async (hasCopy) => {
    const rows = [row("pretrain", 10), row("pretrain", 20), row("distill", 0), row("distill", 10), row("distill", 20)];
    const whole = await write(rows);
    for (const [index, { phase, step }] of rows.entries()) {
      const log = hasCopy
        ? rows
            .slice(0, index + 1)
            .map(formatRow)
            .join("")
        : undefined;
      await write(rows.slice(index + 1), { phase, step, log });
      expect(await readFile(path, "utf8")).toBe(whole);
    }
  },
);

test("an incomplete last line, as a crash leaves it, is removed", async () => {
  await write([row("distill", 10)]);
  await appendFile(path, '{"phase":"distill","step":20,"lo');
  expect(await readMetrics(path)).toEqual([row("distill", 10)]);
  await write([row("distill", 20)], { phase: "distill", step: 10 });
  expect(await readMetrics(path)).toEqual([row("distill", 10), row("distill", 20)]);
});

describe("a log that lacks rows of its checkpoint or has others is restored, with one warning", () => {
  const rows = [row("distill", 10), row("distill", 20), row("distill", 30)];
  const damages: [string, (text: string) => Promise<void>][] = [
    ["emptied", () => writeFile(path, "")],
    ["deleted", () => rm(path)],
    ["cut at a line", (text) => writeFile(path, text.slice(0, text.indexOf("\n") + 1))],
    ["cut inside a line", (text) => writeFile(path, text.slice(0, 30))],
    ["with another digit", (text) => writeFile(path, text.replace("3", "8"))],
    ["with a line that is not JSON", (text) => writeFile(path, text.replace("{", "["))],
  ];
  test.each(damages)("%s", async (_, damage) => {
    const log = await write(rows);
    await damage(log);
    expect(await write([row("distill", 40)], { phase: "distill", step: 30, log })).toBe(
      log + formatRow(row("distill", 40)),
    );
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("restored from the checkpoint");
  });
});

test("a damaged line that no checkpoint has a copy of is refused in one line", async () => {
  const text = await write([row("distill", 10), row("distill", 20)]);
  for (const damaged of ['{"phase":"distil","step":20}', '{"phase":"distill","step":20,"loss":"x"}', "7"]) {
    await writeFile(path, `${text}${damaged}\n`);
    await expect(write([], { phase: "distill", step: 30 })).rejects.toThrow("metrics.jsonl:3: is not a row of the log");
  }
});

test("a log that was edited at its checkpoint before is continued without a warning", async () => {
  const [kept, removed] = [formatRow(row("distill", 1)), formatRow(row("distill", 2, { loss: 1, sw2: 2 }))];
  const edited = kept + formatRow(row("distill", 2, { loss: 1 }));
  await writeFile(path, edited + formatRow(row("distill", 3)));
  const checkpoint = { phase: "distill", step: 2, log: kept + removed } as const;
  const log = await openMetricsLog(
    path,
    checkpoint,
    (message) => warnings.push(message),
    () => edited,
  );
  await log.close();
  expect(await readFile(path, "utf8")).toBe(edited);
  expect(warnings).toEqual([]);
});
