import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createFolder, createFolderSync } from "./create-folder.ts";

const root = mkdtempSync(join(tmpdir(), "tweedie-folders-"));
afterAll(() => rmSync(root, { recursive: true }));

const variants = { async: createFolder, sync: async (path: string) => createFolderSync(path) };

describe.each(Object.entries(variants))("%s", (name, create) => {
  test("parents are created, and a folder that exists is kept", async () => {
    const path = join(root, name, "a", "b");
    await create(path);
    await create(path);
    expect(existsSync(path)).toBe(true);
    await expect(create(".")).resolves.toBeUndefined();
  });

  test("a file in the way has the error of the system", async () => {
    writeFileSync(join(root, `${name}-file`), "");
    await expect(create(join(root, `${name}-file`))).rejects.toMatchObject({ code: "EEXIST" });
    await expect(create(join(root, `${name}-file`, "a"))).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  test.skipIf(process.platform !== "linux")("a place below a folder that can hold none is refused", async () => {
    for (const path of ["/proc/tweedie", "/proc/tweedie/a"]) {
      await expect(create(path)).rejects.toThrow("/proc/tweedie: no folder can be created here");
    }
  });
});
