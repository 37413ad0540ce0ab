import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { withPath, writeDurably, writeFolderDurably } from "./write-durably.ts";

test("a failed write names the file, keeps what was there and leaves nothing behind", async () => {
  const folder = temporaryFolder({ "full/x": "old" });
  const path = join(folder, "full");
  await expect(writeDurably(path, "new")).rejects.toMatchObject({ path });
  await expect(writeFolderDurably(path, { y: "new" })).rejects.toMatchObject({ path });
  expect(readdirSync(folder)).toEqual(["full"]);
  expect(readFileSync(join(path, "x"), "utf8")).toBe("old");
});

test("an error of an open file, which has no path, gets one", () => {
  const error = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  expect(withPath(error, "a")).toMatchObject({ code: "ENOSPC", path: "a" });
  const other = new Error("other");
  expect(withPath(other, "a")).toBe(other);
  expect(other).not.toHaveProperty("path");
});

test("a folder is written at once", async () => {
  const folder = temporaryFolder({});
  mkdirSync(join(folder, "a"));
  await writeFolderDurably(join(folder, "a", "b"), { x: "1" });
  expect(readFileSync(join(folder, "a", "b", "x"), "utf8")).toBe("1");
});
