import { definePlugin } from "@tweedie/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { optionsPage } from "./experiment-options.ts";
import { main } from "./main.ts";
import { recordingTerminal } from "./recorder.fixture.ts";

const plugin = (options: z.ZodType) => definePlugin({ role: "weighting", summary: "", options, create: () => ({}) });

test("a section for each plugin that has options, with the values of the experiment", () => {
  const lambda = plugin(z.strictObject({ lambda: z.number().default(1).describe("Weight.") }));
  const metric = plugin(z.strictObject({ samples: z.int().min(2).default(9), seed: z.int().optional() }));
  const places = [
    { block: "loss", slot: { use: "sid/l2", plugin: lambda } },
    { block: "weighting", slot: { use: "weightings/none", plugin: plugin(z.strictObject({})) } },
    { block: "metrics[0]", slot: { use: "metrics/mmd", plugin: metric } },
  ];
  const values = new Map([
    ["loss.lambda", 0.5],
    ["metrics[0].samples", 9],
  ]);
  expect(optionsPage("a.yaml", places, values)).toMatchInlineSnapshot(`
    "
    Options of the plugins in a.yaml
      loss: sid/l2
        loss.lambda         number               0.5 (default 1)  Weight.
      metrics[0]: metrics/mmd
        metrics[0].samples  whole number from 2  9
        metrics[0].seed     whole number
    "
  `);
});

test("a page about a file that is wrong says what is wrong", async () => {
  const terminal = recordingTerminal();
  expect(await main(["run", "nothing.yaml", "--help"], terminal)).toBe(2);
  expect(terminal.stdout.text).toMatch(/^tweedie run: /);
  expect(terminal.stderr.text).toContain("nothing.yaml: no such file");
});
