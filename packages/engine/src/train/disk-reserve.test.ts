import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tweedie/testing/projects";
import { expect, test } from "vitest";
import { reserveDisk } from "./disk-reserve.ts";

const failure = (code: string) => Object.assign(new Error(code), { code });

/** A write that fails with this code as long as another file uses space in the folder. */
const writeBesideNothing = (folder: string, code: string) => {
  const calls: string[] = [];
  const write = () => {
    const isAlone = readdirSync(folder).length === 0;
    calls.push(isAlone ? "written" : code);
    return isAlone ? Promise.resolve() : Promise.reject(failure(code));
  };
  return { calls, write };
};

test.each(["ENOSPC", "EDQUOT"])("a write that fails with %s succeeds in the space of the reserve", async (code) => {
  const folder = temporaryFolder({});
  const reserve = await reserveDisk(join(folder, "status.json"));
  const [name] = readdirSync(folder);
  expect(statSync(join(folder, name!)).size).toBe(65_536);
  const { calls, write } = writeBesideNothing(folder, code);
  await reserve.use(write);
  expect(calls).toEqual([code, "written"]);
});

test("another error is thrown, and the reserve is kept", async () => {
  const folder = temporaryFolder({});
  const reserve = await reserveDisk(join(folder, "status.json"));
  const { calls, write } = writeBesideNothing(folder, "EIO");
  await expect(reserve.use(write)).rejects.toThrow("EIO");
  expect(calls).toEqual(["EIO"]);
  expect(readdirSync(folder)).toHaveLength(1);
  await reserve.free();
  expect(readdirSync(folder)).toEqual([]);
});

test("a reserve that cannot be written is an error with the path of the file", async () => {
  const path = join(temporaryFolder({}), "missing", "status.json");
  await expect(reserveDisk(path)).rejects.toMatchObject({ code: "ENOENT", path });
});
