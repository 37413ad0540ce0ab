import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { versions } from "./versions.ts";

const manifest = (path: string) =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as {
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly peerDependencies: Readonly<Record<string, string>>;
  };

test("a new project has the versions that Tweedie is tested with", () => {
  const { devDependencies } = manifest("../../../package.json");
  const { tweedie, "@types/node": node, typescript, vitest, ...figures } = versions;
  expect(tweedie).toBe(`^${manifest("../../tweedie/package.json").version}`);
  expect(devDependencies).toMatchObject({ "@types/node": node, typescript, vitest });
  const { peerDependencies } = manifest("../../report/package.json");
  expect(peerDependencies).toEqual(figures);
});
