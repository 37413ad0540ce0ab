import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "@tweedie/testing/projects";
import { afterAll, expect, test, vi } from "vitest";

interface Loaded {
  readonly format: string;
  readonly source: string;
}

const folder = temporaryFolder({}, afterAll);
const cache = join(folder, "cache");
vi.stubEnv("TWEEDIE_CACHE", cache);
const hook = new URL("./strip-types.mjs", import.meta.url).href;
const { load } = (await import(hook)) as {
  load(url: string, context: object, next: (url: string) => unknown): Promise<Loaded>;
};
afterAll(() => void vi.unstubAllEnvs());

const file = join(folder, "one.ts");
const url = pathToFileURL(file).href;
const next = () => "next hook";

const cachedFile = () => join(cache, "stripped", readdirSync(join(cache, "stripped"))[0]!);

test("types are stripped, the result is cached, and a change invalidates the cache", async () => {
  writeFileSync(file, "export const one: number = 1;\n");
  const first = await load(url, {}, next);
  expect(first.format).toBe("module");
  expect(first.source).toMatch(/^export const one {9}= 1;\n/);
  const { mtimeMs } = statSync(cachedFile());
  expect((await load(url, {}, next)).source).toBe(first.source);
  expect(statSync(cachedFile()).mtimeMs).toBe(mtimeMs);

  writeFileSync(file, "export const one: number = 2;\n");
  expect((await load(url, {}, next)).source).toContain("= 2");
  expect(readdirSync(join(cache, "stripped"))).toHaveLength(1);
});

test("a cache entry with a single changed byte is not run, and is written again", async () => {
  writeFileSync(file, "export const one: number = 1;\n");
  const { source } = await load(url, {}, next);
  for (let at = 0; at < source.length; at++) {
    const bytes = readFileSync(cachedFile());
    bytes[at]! ^= 1;
    writeFileSync(cachedFile(), bytes);
    expect((await load(url, {}, next)).source).toBe(source);
    expect(readFileSync(cachedFile(), "utf8")).toBe(source);
  }
});

test("a module loads without a cache that cannot be written", async () => {
  rmSync(cache, { recursive: true });
  writeFileSync(cache, "not a folder");
  writeFileSync(file, "export const one: number = 3;\n");
  expect((await load(url, {}, next)).source).toContain("= 3");
});

test("syntax that cannot be stripped is refused, with its position", async () => {
  writeFileSync(file, "\nexport enum One {}\n");
  await expect(load(url, {}, next)).rejects.toThrow(`${file}:2:8: TypeScript enum is not supported`);
});

test("other modules are left to the next hook", async () => {
  expect(await load("file:///a/b.js", {}, next)).toBe("next hook");
  expect(await load("node:fs", {}, next)).toBe("next hook");
});
