import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openProgramCache } from "./program-cache.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tweedie-programs-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const programs = () => readdirSync(folder).filter((name) => name.endsWith(".pb"));
const write = (name: string, content = name) => {
  writeFileSync(join(folder, name), content);
};

test("keeps a program with its checksum, and removes a damaged one and one without", () => {
  const cache = openProgramCache(folder);
  for (const name of ["intact.pb", "damaged.pb"]) write(name);
  cache.seal();
  write("damaged.pb", "other");
  write("unsealed.pb");
  openProgramCache(folder);
  expect(programs()).toEqual(["intact.pb"]);
  expect(readFileSync(join(folder, "intact.pb"), "utf8")).toBe("intact.pb");
});

test("keeps the newest programs", () => {
  const cache = openProgramCache(folder);
  for (let i = 0; i < 40; i++) {
    write(`${i}.pb`);
    utimesSync(join(folder, `${i}.pb`), i, i);
  }
  cache.seal();
  openProgramCache(folder);
  expect(programs()).toHaveLength(32);
  expect(programs()).toContain("39.pb");
  expect(programs()).not.toContain("7.pb");
});

test("is emptied, and a folder that does not exist is empty", () => {
  const cache = openProgramCache(folder);
  write("a.pb");
  cache.seal();
  cache.clear();
  expect(readdirSync(folder)).toEqual([]);
  openProgramCache(join(folder, "none")).seal();
});
