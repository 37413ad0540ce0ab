import type { Plugin } from "@tweedie/core";
import { expect, test } from "vitest";
import { make, type Setup } from "./setup.ts";

/** The part of every suite: what can be set is checked, and the plugin can be made. */
export function testOptions(plugin: Plugin, setup: Setup): void {
  test("refuses an option that it does not have", () => {
    expect(plugin.options.safeParse(setup.options ?? {}).success).toBe(true);
    expect(plugin.options.safeParse({ ...setup.options, noSuchOption: 1 }).success).toBe(false);
  });

  test("is made anew by each create", () => {
    expect(make(plugin, setup)).not.toBe(make(plugin, setup));
  });
}
