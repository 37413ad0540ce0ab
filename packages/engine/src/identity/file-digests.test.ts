import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, writeTestFiles } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { describeChanges } from "./changed-files.ts";
import { digestFiles } from "./file-digests.ts";

test("a change of content is seen, and a change of the time alone is not", async () => {
  const folder = temporaryFolder({ a: "one", b: "two" });
  const [a, b] = [join(folder, "a"), join(folder, "b")];
  const before = await digestFiles([a, b]);
  utimesSync(a, 1, 1);
  expect(await digestFiles([a, b])).toEqual(before);
  writeFileSync(b, "owt");
  expect(describeChanges(before, await digestFiles([a, b]))).toBe(`${b} has changed`);
});

test("files in folders are named where they change, appear or go, hidden ones aside", async () => {
  const folder = temporaryFolder({ "class-0/1.png": "1", "class-1/2.png": "2", "class-1/3.png": "3" });
  const before = await digestFiles([folder]);
  writeTestFiles(folder, { ".hidden": "x", "class-0/1.png": "changed", "class-0/4.png": "4" });
  rmSync(join(folder, "class-1/3.png"));
  const [one, three, four] = ["class-0/1.png", "class-1/3.png", "class-0/4.png"].map((name) => join(folder, name));
  expect(describeChanges(before, await digestFiles([folder]))).toBe(
    `${one} has changed, ${four} is new, ${three} is missing`,
  );
});

test("a folder of many files has one digest and the number of files", async () => {
  const folder = temporaryFolder(Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`${i}`, `${i}`])));
  const before = await digestFiles([folder]);
  expect(Object.keys(before)).toEqual([folder]);
  writeFileSync(join(folder, "77"), "78");
  expect(describeChanges(before, await digestFiles([folder]))).toBe(`${folder} has files that have changed`);
  writeFileSync(join(folder, "150"), "");
  expect(describeChanges(before, await digestFiles([folder]))).toBe(`${folder} has 151 files instead of 150`);
});

test("paths that do not exist have no digest", async () => {
  expect(await digestFiles([join(temporaryFolder(), "absent")])).toEqual({});
});
