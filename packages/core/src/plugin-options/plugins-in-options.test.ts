import { expect, test } from "vitest";
import { z } from "zod";
import { pluginOption } from "./plugin-option.ts";
import { keysBeside, ownOptions, pluginsInOptions, withPluginObjects } from "./plugins-in-options.ts";

const schema = z.strictObject({
  one: pluginOption("network"),
  maybe: pluginOption("network").optional(),
  terms: z.record(
    z.string(),
    pluginOption("loss", { weight: z.number().default(1), weighting: pluginOption("weighting").optional() }),
  ),
  list: z.array(pluginOption("metric")).default([]),
  number: z.number().optional(),
});

const written = {
  one: "networks/mlp",
  terms: { a: { use: "sid/l2", lambda: 1 }, b: { use: "sid/l1", weight: 2, weighting: "weightings/none" } },
  list: [{ use: "metrics/mmd", samples: 10 }],
};

test("the plugins in options are found with their paths, roles and own options", () => {
  const found = pluginsInOptions(schema, schema.parse(written)).map((plugin) => ({
    at: plugin.path.join("."),
    role: plugin.pluginRole,
    use: plugin.block.use,
    own: ownOptions(plugin),
    beside: keysBeside(plugin),
  }));
  expect(found).toEqual([
    { at: "one", role: "network", use: "networks/mlp", own: {}, beside: {} },
    { at: "terms.a", role: "loss", use: "sid/l2", own: { lambda: 1 }, beside: { weight: 1 } },
    {
      at: "terms.b",
      role: "loss",
      use: "sid/l1",
      own: {},
      beside: { weight: 2, weighting: { use: "weightings/none" } },
    },
    { at: "terms.b.weighting", role: "weighting", use: "weightings/none", own: {}, beside: {} },
    { at: "list.0", role: "metric", use: "metrics/mmd", own: { samples: 10 }, beside: {} },
  ]);
});

test("the name alone has the defaults of the keys beside", () => {
  expect(schema.parse({ one: "a/b", terms: { a: "sid/l2" } }).terms["a"]).toEqual({ use: "sid/l2", weight: 1 });
});

test("plugins are found in a block as written, also where options are invalid", () => {
  const found = pluginsInOptions(schema, { use: "x/y", terms: { a: "sid/l2", b: 3 }, number: "no" });
  expect(found.map(({ path }) => path)).toEqual([["terms", "a"]]);
});

test("`create` receives objects in place of blocks, with the keys beside them", () => {
  const options = schema.parse(written);
  const filled = withPluginObjects(schema, options, ({ block, path }) => `${block.use} at ${path.join(".")}`);
  expect(filled).toEqual({
    one: { use: "networks/mlp", object: "networks/mlp at one" },
    terms: {
      a: { use: "sid/l2", object: "sid/l2 at terms.a", weight: 1 },
      b: {
        use: "sid/l1",
        object: "sid/l1 at terms.b",
        weight: 2,
        weighting: { use: "weightings/none", object: "weightings/none at terms.b.weighting" },
      },
    },
    list: [{ use: "metrics/mmd", object: "metrics/mmd at list.0" }],
  });
  expect(options).toEqual(schema.parse(written)); // unchanged
});

test.each([[{ lambda: 1 }], [3], [{ use: 1 }]])("%o is no block of a plugin", (block) => {
  expect(pluginOption("loss").safeParse(block).success).toBe(false);
});
