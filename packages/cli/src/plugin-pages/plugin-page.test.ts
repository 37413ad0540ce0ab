import { definePlugin } from "@tweedie/core";
import pc from "picocolors";
import { expect, test } from "vitest";
import { z } from "zod";
import { describePlugin, pluginPage } from "./plugin-page.ts";

const slots = { loss: "loss", "distill.student.time": "timeLaw", "evaluate.metrics.*": "metric" };
const create = () => ({ student: () => undefined as never });
const plain = definePlugin({ role: "loss", summary: "Plain.", options: z.strictObject({}), create });
const rich = definePlugin({
  role: "loss",
  summary: "<a, b> - lambda |a|²",
  options: z.strictObject({
    lambda: z.number().min(0).default(0.5).describe("Weight of L1."),
    path: z.string().describe("Input file."),
    seed: z.int().optional(),
  }),
  uses: ["data", "schedule"],
  create,
});
const file = new URL("plugin-page.ts", import.meta.url).pathname;

test("the page of a plugin shows its options, an example and its package", () => {
  const description = describePlugin({ use: "my/rich", plugin: rich, file }, slots);
  expect(description.package).toBe("@tweedie/cli 0.1.0");
  const external = { ...description, package: "my-losses 1.2.0", file: "losses/rich.ts" };
  expect(`\n${pluginPage(external, pc.createColors(false))}`).toMatchInlineSnapshot(`
    "
    my/rich, loss
    <a, b> - lambda |a|²

    lambda  number from 0  default 0.5  Weight of L1.
    path    string         required     Input file.
    seed    integer        optional

    example  loss: { use: my/rich, lambda: 0.5, path: ... }
    uses     data, schedule
    from     my-losses 1.2.0, losses/rich.ts
    "
  `);
});

test.each([
  [plain, "loss: my/plugin"],
  [{ ...plain, role: "metric" } as const, "evaluate: { metrics: [my/plugin] }"],
  [{ ...rich, role: "timeLaw" } as const, "distill: { student: { time: { use: my/plugin, lambda: 0.5, path: ... } } }"],
])("the example has the plugin in the slot of its role", (plugin, example) => {
  expect(describePlugin({ use: "my/plugin", plugin, file }, slots).example).toBe(example);
});
