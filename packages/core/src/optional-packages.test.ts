import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { requireOptional } from "./optional-packages.ts";

const folder = mkdtempSync(join(tmpdir(), "tweedie-optional-"));
afterAll(() => rmSync(folder, { recursive: true }));
const manifest = pathToFileURL(join(folder, "package.json"));
writeFileSync(manifest, JSON.stringify({ peerDependencies: { "@a/one": "^1.2.0", two: "3.0.0" } }));
mkdirSync(join(folder, "node_modules/@a/one"), { recursive: true });
writeFileSync(join(folder, "node_modules/@a/one/package.json"), '{ "exports": {} }');

test("an installed package is found, also if it exports nothing", () => {
  expect(() => requireOptional({ names: ["@a/one"], manifest, purpose: "a figure" })).not.toThrow();
});

test("the error names the missing packages and the command that installs their versions", () => {
  expect(() => requireOptional({ names: ["@a/one", "two"], manifest, purpose: "a figure" })).toThrow(
    "a figure: needs the npm package `two`, not installed\n  = help: npm install two@3.0.0",
  );
});
