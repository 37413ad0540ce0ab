import pc from "picocolors";
import { expect, test } from "vitest";
import { healthPage } from "./health-page.ts";

test("the page has one check per line, each followed by its fix", () => {
  const page = healthPage(
    [
      { name: "node", state: "ok", what: "24.1.0" },
      { name: "backend webgpu", state: "missing", what: "webgpu does not load", fix: "npm install webgpu" },
      { name: "cache", state: "wrong", what: "/x is not writable", fix: "set TWEEDIE_CACHE to a writable folder" },
    ],
    pc.createColors(false),
  );
  expect(`\n${page}`).toMatchInlineSnapshot(`
    "
    ok       node            24.1.0
    missing  backend webgpu  webgpu does not load
             = help: npm install webgpu
    wrong    cache           /x is not writable
             = help: set TWEEDIE_CACHE to a writable folder
    "
  `);
});
