import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test, vi } from "vitest";

interface Loaded {
  readonly format: string;
  readonly source: string;
}

const folder = mkdtempSync(join(tmpdir(), "tweedie-strip-"));
const cache = join(folder, "cache");
vi.stubEnv("TWEEDIE_CACHE", cache);
const hook = new URL("./strip-types.mjs", import.meta.url).href;
const { load } = (await import(hook)) as {
  load(url: string, context: object, next: (url: string) => unknown): Promise<Loaded>;
};
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const file = join(folder, "one.ts");
const url = pathToFileURL(file).href;
const next = () => "left to others";

test("types are stripped, what was stripped is kept, and a change is seen", async () => {
  writeFileSync(file, "export const one: number = 1;\n");
  const first = await load(url, {}, next);
  expect(first.format).toBe("module");
  expect(first.source).toMatch(/^export const one {9}= 1;\n/);
  const kept = join(cache, "stripped", readdirSync(join(cache, "stripped"))[0]!);

  // Something that only the cache can know.
  writeFileSync(kept, first.source.replace("= 1", "= 'kept'"));
  expect((await load(url, {}, next)).source).toContain("= 'kept'");

  writeFileSync(file, "export const one: number = 2;\n");
  expect((await load(url, {}, next)).source).toContain("= 2");
  expect(readdirSync(join(cache, "stripped"))).toHaveLength(1);
});

test("a cache that cannot be written is done without", async () => {
  rmSync(cache, { recursive: true });
  writeFileSync(cache, "not a folder");
  writeFileSync(file, "export const one: number = 3;\n");
  expect((await load(url, {}, next)).source).toContain("= 3");
});

test("what is more than types is refused, with its place", async () => {
  writeFileSync(file, "\nexport enum One {}\n");
  await expect(load(url, {}, next)).rejects.toThrow(`${file}:2:8: TypeScript enum is not supported`);
});

test("what is no TypeScript is left to others", async () => {
  expect(await load("file:///a/b.js", {}, next)).toBe("left to others");
  expect(await load("node:fs", {}, next)).toBe("left to others");
});
