import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { versions } from "./versions.ts";

const manifest = (path: string) =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as {
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
  };

test("a new project has the versions that Tweedie is tested with", () => {
  const { devDependencies } = manifest("../../../package.json");
  const { tweedie, vega, "vega-lite": vegaLite, ...tools } = versions;
  expect(tweedie).toBe(`^${manifest("../../tweedie/package.json").version}`);
  expect(devDependencies).toMatchObject(tools);
  expect(manifest("../../report/package.json").devDependencies).toMatchObject({ vega, "vega-lite": vegaLite });
});
