import { copyFile, mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray, random, TweedieError } from "@tweedie/core";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, describe, expect, test } from "vitest";
import { type Checkpoint, loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";

let folder: string;
beforeEach(() => void (folder = temporaryFolder()));

const warnings: string[] = [];
const load = () => loadCheckpoint(folder, (message) => warnings.push(message));
const at = (step: number, phase: Checkpoint["phase"] = "distill"): Checkpoint => ({
  phase,
  step,
  log: `{"phase":"distill","step":${step},"loss":0.25}\n`,
  state: { "student.w": ndarray([2, 3], random(0, "w", step).normal(6)), scalar: ndarray([], Float32Array.of(step)) },
});

test("a checkpoint is loaded bit for bit as it was saved", async () => {
  await saveCheckpoint(folder, at(7), 2);
  expect(await load()).toEqual(at(7));
});

test("an empty folder has no checkpoint", async () => expect(await load()).toBeUndefined());

test("checkpoints are ordered by phase and step, and only the newest are kept", async () => {
  for (const [phase, step] of [
    ["pretrain", 900],
    ["pretrain", 1000],
    ["distill", 20],
    ["distill", 100],
  ] as const) {
    await saveCheckpoint(folder, at(step, phase), 2);
  }
  expect(await load()).toEqual(at(100));
  expect((await readdir(folder)).sort()).toEqual(["distill-000000020", "distill-000000100"]);
});

test("an incomplete folder, as a crash leaves it, is ignored", async () => {
  await saveCheckpoint(folder, at(5), 2);
  await mkdir(join(folder, "distill-000000006.tmp-1"));
  expect(await load()).toEqual(at(5));
});

describe("a damaged checkpoint is renamed, and the one before it is loaded", () => {
  const damages: [string, (path: string) => Promise<void>][] = [
    ["truncated state", (path) => truncate(join(path, "state.safetensors"), 40)],
    ["empty state", (path) => writeFile(join(path, "state.safetensors"), "")],
    ["one flipped bit", (path) => flipBit(join(path, "state.safetensors"))],
    ["missing manifest", (path) => rm(join(path, "manifest.json"))],
    ["invalid manifest", (path) => writeFile(join(path, "manifest.json"), "{}")],
    ["manifest with another step", (path) => replaceIn(join(path, "manifest.json"), '"step": 2', '"step": 1')],
    [
      "manifest of another checkpoint",
      (path) => copyFile(join(path, "../distill-000000001/manifest.json"), join(path, "manifest.json")),
    ],
    ["log with another digit", (path) => replaceIn(join(path, "metrics.jsonl"), "0.25", "0.35")],
  ];
  test.each(damages)("%s", async (_, damage) => {
    await saveCheckpoint(folder, at(1), 2);
    await saveCheckpoint(folder, at(2), 2);
    await damage(join(folder, "distill-000000002"));
    warnings.length = 0;
    expect(await load()).toEqual(at(1));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("distill-000000002 is damaged");
    expect(await readdir(folder)).toContain("damaged-distill-000000002");
  });

  test("if all checkpoints are damaged, loading fails", async () => {
    await saveCheckpoint(folder, at(1), 2);
    await flipBit(join(folder, "distill-000000001", "state.safetensors"));
    await expect(load()).rejects.toThrow(TweedieError);
    await expect(load()).rejects.toThrow("all checkpoints are damaged");
  });
});

test("a checkpoint of version 0.1.0, whose manifest has no checksum of itself, is loaded", async () => {
  await saveCheckpoint(folder, { ...at(3), log: undefined }, 2);
  const path = join(folder, "distill-000000003", "manifest.json");
  const { sha256: _, ...manifest } = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  await writeFile(path, JSON.stringify(manifest, null, 2));
  expect(await load()).toEqual({ ...at(3), log: undefined });
});

async function replaceIn(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

async function flipBit(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length - 3]! ^= 1;
  await writeFile(path, bytes);
}
