import { definePlugin, type Role, type Roles } from "@tweedie/core";
import { z } from "zod";

/** A plugin around an object that violates the contract of its role. */
export const brokenPlugin = <R extends Role>(
  role: R,
  create: () => Roles[R],
  options: z.ZodType = z.strictObject({}),
) => definePlugin({ role, summary: "Violates its contract", options, create });
