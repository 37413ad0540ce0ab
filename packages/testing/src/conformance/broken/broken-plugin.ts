import { definePlugin, type Role, type Roles } from "@tweedie/core";
import { z } from "zod";
import type { CheckReport } from "../../checks/index.ts";

/** A plugin that violates one check of its contract. */
export interface Broken {
  readonly role: Role;
  /** Name of the check. */
  readonly fails: string;
  /** Checks the plugin. */
  check(): Promise<CheckReport>;
  /** Defines the vitest tests of the plugin. */
  test(): void;
}

/** A plugin around an object that violates the contract of its role. */
const brokenPlugin = <R extends Role>(role: R, create: () => Roles[R], options: z.ZodType = z.strictObject({})) =>
  definePlugin({ role, summary: "Violates its contract", options, create });

/** Returns a function that lists a broken plugin of a role, by the name of the check that it fails, its object and its setup. */
export const brokenIn =
  <R extends Role, P, S>(
    role: R,
    check: (plugin: P, setup?: S) => Promise<CheckReport>,
    test: (plugin: P, setup?: S) => void,
  ) =>
  (fails: string, create: () => Roles[R], more: { readonly options?: z.ZodType; readonly setup?: S } = {}): Broken => {
    const plugin = brokenPlugin(role, create, more.options) as P;
    return { role, fails, check: () => check(plugin, more.setup), test: () => test(plugin, more.setup) };
  };
