import type { Plugin } from "@tweedie/core";
import { unless } from "../problems/findings.ts";
import type { Check } from "./check.ts";
import { make, type Setup } from "./setup.ts";

/** Checks of all roles: options are strict, and `create` has no state. */
export const optionChecks = (plugin: Plugin, setup: Setup): readonly Check[] => [
  {
    name: "refuses unknown options",
    find: () => {
      const given = plugin.options.safeParse(setup.options ?? {});
      const unknown = plugin.options.safeParse({ ...setup.options, noSuchOption: 1 });
      return [
        unless(given.success, `the options of the test are refused: ${String(given.error?.message)}`),
        unless(!unknown.success, "the unknown option `noSuchOption` is accepted; use `z.strictObject`"),
      ];
    },
  },
  {
    name: "create returns a new object each time",
    find: () => unless(make(plugin, setup) !== make(plugin, setup), "two calls of `create` return the same object"),
  },
];
