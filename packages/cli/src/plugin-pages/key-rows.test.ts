import { expect, test } from "vitest";
import { z } from "zod";
import { keysOf } from "@tweedie/engine";
import { keyRows } from "./key-rows.ts";
import { table } from "../terminal/table.ts";

test("options are described by type, bounds, default and description, nested ones by dotted names", () => {
  const options = z.strictObject({
    lambda: z.number().default(1).describe("Weight."),
    width: z.int().positive(),
    updates: z.int().min(1).max(64).default(2),
    fraction: z.number().gt(0).lt(1).optional(),
    rate: z.number().min(0).max(1).default(0.5),
    any: z.int().default(0),
    kind: z.enum(["a", "b"]).default("a"),
    size: z.union([z.literal(14), z.literal(28)]).default(14),
    means: z.array(z.number().positive()).optional(),
    betas: z.tuple([z.number(), z.number()]).default([0, 0.9]),
    limit: z.number().positive().nullable().default(0.1),
    inner: z.strictObject({ c: z.number().nonnegative().describe("Nested.") }).optional(),
  });
  expect(`\n${table(keyRows(keysOf(options), "loss.")).join("\n")}`).toMatchInlineSnapshot(`
    "
    loss.lambda    number                  default 1        Weight.
    loss.width     integer from 1          required
    loss.updates   integer from 1 to 64    default 2
    loss.fraction  number above 0 below 1  optional
    loss.rate      number from 0 to 1      default 0.5
    loss.any       integer                 default 0
    loss.kind      a | b                   default a
    loss.size      14 | 28                 default 14
    loss.means     [number above 0, ...]   optional
    loss.betas     [number, number]        default [0,0.9]
    loss.limit     number above 0 | null   default 0.1
    loss.inner     map                     optional
    loss.inner.c   number from 0           required         Nested."
  `);
});
