import type { Plugin } from "@tweedie/core";
import { expect, test } from "vitest";
import { make, type Setup } from "./setup.ts";

/** Tests that all suites share: options are strict, and `create` has no state. */
export function testOptions(plugin: Plugin, setup: Setup): void {
  test("refuses unknown options", () => {
    expect(plugin.options.safeParse(setup.options ?? {}).success).toBe(true);
    expect(plugin.options.safeParse({ ...setup.options, noSuchOption: 1 }).success).toBe(false);
  });

  test("create returns a new object each time", () => {
    expect(make(plugin, setup)).not.toBe(make(plugin, setup));
  });
}
