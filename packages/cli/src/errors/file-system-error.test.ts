import { mkdir, rmdir, symlink, writeFile } from "node:fs/promises";
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

test.each([
  ["ENAMETOOLONG", () => mkdir(join(folder, "a".repeat(300)))],
  [
    "ELOOP",
    async () => {
      await symlink("loop", join(folder, "loop"));
      await writeFile(join(folder, "loop", "x"), "");
    },
  ],
  [
    "ENOTEMPTY",
    async () => {
      await mkdir(join(folder, "full", "x"), { recursive: true });
      await rmdir(join(folder, "full"));
    },
  ],
])("%s is no bug", async (_, act) => {
  const text = await textOf(act());
  expect(text).toMatch(/^error DIR\/[^\n]*: [^\n]*$/);
  expect(text).not.toContain("bug");
});

test.each(["EIO", "EDQUOT", "EROFS", "ENOSPC", "EACCES", "EMFILE", "ENFILE", "ESTALE", "EFBIG"])(
  "%s is one problem with the path of the file, also as the cause of another error",
  async (code) => {
    const error = Object.assign(new Error(code), { code, path: "runs/a/status.json" });
    const text = await textOf(Promise.reject(new Error("failed", { cause: error })));
    expect(text).toMatch(/^error runs\/a\/status\.json: /);
    expect(text).not.toContain("bug");
  },
);

test("the working folder was deleted", async () => {
  const error = Object.assign(new Error("uv_cwd"), { code: "ENOENT", syscall: "uv_cwd" });
  expect(await textOf(Promise.reject(error))).toContain("error working folder: was deleted");
});

test("a missing file may be a bug, and is reported as one", async () => {
  expect(await textOf(writeFile(join(folder, "nowhere", "x"), ""))).toContain("this is a bug in Tweedie");
});
