import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test } from "vitest";
import { describeError } from "./describe-error.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const folder = temporaryFolder({ file: "" }, afterAll);

const textOf = async (act: Promise<unknown>) => {
  const thrown = await act.catch((error: unknown) => error);
  return (await describeError(thrown, recordingTerminal().stderr.colors)).text.replaceAll(folder, "DIR");
};

test("an error of the file system is reported with its path", async () => {
  expect(await textOf(writeFile(folder, ""))).toBe("error DIR: is a folder, expected a file");
  expect(await textOf(mkdir(join(folder, "file"), { recursive: true }))).toBe(
    "error DIR/file: exists and is not a folder",
  );
  expect(await textOf(writeFile(join(folder, "file", "x"), ""))).toBe(
    "error DIR/file/x: a parent of this path is not a folder",
  );
});

test("a missing file may be a bug, and is reported as one", async () => {
  expect(await textOf(writeFile(join(folder, "nowhere", "x"), ""))).toContain("this is a bug in Tweedie");
});
