import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fileInParts } from "./file-in-parts.ts";

const folder = mkdtempSync(join(tmpdir(), "tweedie-parts-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "file");

test("parts of a file are read", () => {
  writeFileSync(path, "0123456789");
  const file = fileInParts(path, 10);
  expect(file.size).toBe(10);
  expect(Buffer.from(file.read(3, 4)).toString()).toBe("3456");
  expect(file.read(10, 0)).toHaveLength(0);
});

test("a file that is replaced, cut, extended or written again is refused", () => {
  const changes = [
    () => {
      writeFileSync(`${path}-other`, "9876543210");
      renameSync(`${path}-other`, path);
    },
    () => writeFileSync(path, "0123"),
    () => writeFileSync(path, "01234567890"),
    () => utimesSync(path, 1, 1), // as after writing as many other bytes
  ];
  for (const change of changes) {
    writeFileSync(path, "0123456789");
    const file = fileInParts(path, 10);
    change();
    expect(() => file.read(0, 4)).toThrow("has changed while it was read");
  }
});

test("folders, large files and devices are refused", () => {
  writeFileSync(path, "0123456789");
  expect(() => fileInParts(path, 9)).toThrow("has 10 bytes; a file of this kind may have 9");
  expect(() => fileInParts(folder, 9)).toThrow("is a folder, not a regular file");
  if (process.platform !== "win32") expect(() => fileInParts("/dev/zero", 9)).toThrow("is a device");
});
