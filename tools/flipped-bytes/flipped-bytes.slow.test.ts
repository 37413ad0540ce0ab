import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { random } from "@tweedie/core";
import { temporaryProject } from "@tweedie/testing/projects";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSubjects } from "./subjects.ts";
import { type Effect, type Subject, tryChange } from "./try-change.ts";

const count = Number(process.env["FLIPPED_BYTES"] ?? 200);
const project = temporaryProject({}, afterAll);
let subjects: readonly Subject[];
beforeAll(async () => void (subjects = await createSubjects(project)));

test(`each of ${count} changed bytes in files that are read back is harmless, healed or refused in one line`, async () => {
  const table = new Map<string, Partial<Record<Effect, number>>>();
  const faults: string[] = [];
  const expected = new Map<Subject, unknown>();
  const copy = join(project, "copy");
  for (let index = 0; index < count; index++) {
    const subject = subjects[index % subjects.length]!;
    const { kind, folder, read } = subject;
    if (!expected.has(subject)) expected.set(subject, await readCopy(folder, copy, read));
    const options = { random: random(0, "flipped-bytes", index), copy, expected: expected.get(subject) };
    const { effect, detail } = await tryChange(subject, options);
    const row = table.get(kind) ?? {};
    table.set(kind, { ...row, [effect]: (row[effect] ?? 0) + 1 });
    if (effect === "silent" || effect === "stack") faults.push(`${kind}: ${effect}: ${detail}`);
  }
  console.table(Object.fromEntries(table));
  expect(faults).toEqual([]);
}, 1_800_000);

test("control: without the list of checksums, a changed sample goes unseen", async () => {
  const { folder, file, read, kind } = subjects.find(({ kind }) => kind === "samples")!;
  const bare = join(project, "bare");
  await cp(folder, bare, { recursive: true });
  await rm(join(bare, "run/samples/checksums.json"));
  const copy = join(project, "copy");
  const expected = await readCopy(bare, copy, read);
  const changes = Array.from({ length: 5 }, (_, index) => random(1, "flipped-bytes", index));
  const effects: Effect[] = [];
  for (const each of changes) {
    const options = { random: each, copy, expected };
    effects.push((await tryChange({ kind, folder: bare, file, read }, options)).effect);
  }
  expect(effects).toContain("silent");
});

async function readCopy(folder: string, copy: string, read: Subject["read"]): Promise<unknown> {
  await rm(copy, { recursive: true, force: true });
  await cp(folder, copy, { recursive: true });
  const { result, warnings } = await read(copy);
  expect(warnings).toEqual([]);
  return result;
}
