import { appendFileSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "@tweedie/engine";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test, vi } from "vitest";
import { line, writeRun } from "./run-folder.fixture.ts";
import { createRunIndex } from "./run-index.ts";

test("a refresh finds new runs, changed ones and removed ones", async () => {
  const root = temporaryFolder();
  writeRun(join(root, "a"), { rows: [{ phase: "distill", step: 50, loss: 2 }], config: "seed: 7\n" });
  const index = createRunIndex([root], 0);
  const refresh = async () => {
    await vi.waitFor(async () => expect((await index.refresh()).every(({ isPartial }) => !isPartial)).toBe(true), {
      timeout: 60_000,
    });
    return (await index.refresh()).map(({ entry }) => entry!);
  };
  const [first] = await refresh();
  expect(first!.config.get("seed")).toBe(7);
  expect(first!.traces).toMatchObject([{ name: "loss", points: [{ step: 50, value: 2 }] }]);
  writeRun(join(root, "b"), { status: { status: "failed", reason: "no memory" } });
  writeRun(join(root, "a"), { status: { step: 200 } });
  const entries = await refresh();
  expect(entries.map(({ status }) => [status.status, status.step])).toEqual([
    ["completed", 200],
    ["failed", 100],
  ]);
  rmSync(join(root, "a"), { recursive: true });
  expect((await refresh()).map(({ run }) => run)).toEqual([join(root, "b")]);
});

test("the log of a running run is followed", async () => {
  const root = temporaryFolder();
  const run = join(root, "a");
  writeRun(run, { status: { status: "running", step: 0 } });
  const index = createRunIndex([root], 0);
  const step = async () => (await index.refresh())[0]!.entry?.status.step;
  await vi.waitFor(async () => expect((await index.refresh())[0]!.isPartial).toBe(false), { timeout: 60_000 });
  for (const next of [10, 20]) {
    appendFileSync(runFolder(run).metrics, line(next, { loss: 1 }));
    await vi.waitFor(async () => expect(await step()).toBe(next), { timeout: 60_000 });
  }
});

test("only runs that the search has found have an id, and no link leads out of the folder", async () => {
  const [root, outside] = [temporaryFolder(), temporaryFolder()];
  writeRun(join(outside, "secret"));
  mkdirSync(join(root, "sub"));
  writeRun(join(root, "sub", "a"));
  symlinkSync(join(outside, "secret"), join(root, "link"));
  const index = createRunIndex([root], 0);
  expect(await index.folderOf(join(root, "sub", "a"))).toBe(join(root, "sub", "a"));
  const others = [
    join(outside, "secret"),
    join(root, "link"),
    `${root}/sub/../sub/a`,
    `${root}/sub/a/../../../etc`,
    "/etc",
    "",
  ];
  for (const id of others) await expect(index.folderOf(id), id).rejects.toThrow("no such run");
  // A folder that was replaced by a link after the search.
  rmSync(join(root, "sub"), { recursive: true });
  mkdirSync(join(outside, "sub"));
  writeRun(join(outside, "sub", "a"));
  symlinkSync(join(outside, "sub"), join(root, "sub"));
  await expect(index.folderOf(join(root, "sub", "a"))).rejects.toThrow("no such run");
});
