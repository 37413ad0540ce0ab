import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TweedieError } from "@tweedie/core";
import { temporaryFolder } from "@tweedie/testing/projects";
import { beforeEach, expect, test } from "vitest";
import { readListed, writeListed } from "./listed-digests.ts";

let folder: string;
beforeEach(() => void (folder = temporaryFolder()));

const write = (text: string, name = "a") => writeListed(folder, name, Buffer.from(text));
const read = async (name = "a") => (await readListed(folder, name)).toString();

test("files are read as they were written, also after they were replaced", async () => {
  await write("one");
  await write("other", "b");
  await write("two");
  expect([await read(), await read("b")]).toEqual(["two", "other"]);
});

test("a changed file, and a changed list, are refused in one line", async () => {
  await write("one");
  await writeFile(join(folder, "a"), "onf");
  await expect(read()).rejects.toThrow(TweedieError);
  await write("one");
  const list = await readFile(join(folder, "checksums.json"), "utf8");
  await writeFile(join(folder, "checksums.json"), list.replace(/[0-9]/, "x"));
  await expect(read()).rejects.toThrow("checksums.json: is damaged");
});

test("after a crash between the writes of list and file, the old file is accepted", async () => {
  await write("one");
  await write("two");
  await writeFile(join(folder, "a"), "one");
  expect(await read()).toBe("one");
});

test("a file that is not listed, as in folders of version 0.1.0, is accepted", async () => {
  await writeFile(join(folder, "old"), "old");
  expect(await read("old")).toBe("old");
});
