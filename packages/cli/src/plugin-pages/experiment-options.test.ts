import { definePlugin } from "@tweedie/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { renderOptions } from "./experiment-options.ts";
import { main } from "../main.ts";
import { recordingTerminal } from "../terminal/recording-terminal.fixture.ts";

const plugin = (options: z.ZodType) => definePlugin({ role: "weighting", summary: "", options, create: () => ({}) });

test("the page has a section for each plugin with options, and shows their values", () => {
  const lambda = plugin(z.strictObject({ lambda: z.number().default(1).describe("Weight.") }));
  const metric = plugin(z.strictObject({ samples: z.int().min(2).default(9), seed: z.int().optional() }));
  const blocks = [
    { block: "loss", use: "sid/l2", plugin: lambda },
    { block: "weighting", use: "weightings/none", plugin: plugin(z.strictObject({})) },
    { block: "metrics[0]", use: "metrics/mmd", plugin: metric },
  ];
  const values = new Map([
    ["loss.lambda", 0.5],
    ["metrics[0].samples", 9],
  ]);
  expect(renderOptions("a.yaml", blocks, values)).toMatchInlineSnapshot(`
    "
    Options of the plugins in a.yaml
      loss: sid/l2
        loss.lambda         number          0.5 (default 1)  Weight.
      metrics[0]: metrics/mmd
        metrics[0].samples  integer from 2  9
        metrics[0].seed     integer
    "
  `);
});

test("the help page of a missing file ends with an error", async () => {
  const terminal = recordingTerminal();
  expect(await main(["run", "nothing.yaml", "--help"], terminal)).toBe(2);
  expect(terminal.stdout.text).toMatch(/^tweedie run: /);
  expect(terminal.stderr.text).toContain("nothing.yaml: no such file");
});
