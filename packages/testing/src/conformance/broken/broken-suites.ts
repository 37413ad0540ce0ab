// Run by broken-plugins.slow.test.ts: each block is named after the test that its plugin must fail.
import { describe } from "vitest";
import { brokenOfEachRole } from "./broken-plugins.ts";

for (const { fails, test } of brokenOfEachRole) describe(`fails: ${fails}`, test);
