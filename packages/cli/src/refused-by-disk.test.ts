import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeError } from "./describe-error.ts";
import { recordingTerminal } from "./recorder.fixture.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tweedie-"));
  await writeFile(join(folder, "file"), "");
});
afterAll(() => rm(folder, { recursive: true }));

const textOf = async (act: Promise<unknown>) => {
  const thrown = await act.catch((error: unknown) => error);
  return (await describeError(thrown, recordingTerminal().stderr.colors)).text.replaceAll(folder, "DIR");
};

test("what the disk refuses is told with its path, and is no defect", async () => {
  expect(await textOf(writeFile(folder, ""))).toBe("error DIR: is a folder");
  expect(await textOf(mkdir(join(folder, "file"), { recursive: true }))).toBe(
    "error DIR/file: is there already, and is no folder",
  );
  expect(await textOf(writeFile(join(folder, "file", "x"), ""))).toBe("error DIR/file/x: lies in what is no folder");
});

test("a file that is missing where we opened it may be a defect", async () => {
  expect(await textOf(writeFile(join(folder, "nowhere", "x"), ""))).toContain("this is a defect of Tweedie");
});
