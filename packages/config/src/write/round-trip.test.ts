import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOf } from "./hash.ts";
import { interpolate } from "../compose/interpolate.ts";
import { toJson, type Json } from "../tree/node.ts";
import { parseYaml } from "../read/parse.ts";
import { toYaml } from "./yaml.ts";

/** Strings that a configuration can contain: no NUL, no byte order mark. */
const text = fc.oneof(
  fc.string({ unit: "grapheme" }).filter((each) => !/[\0\ufeff]/.test(each)),
  fc.constantFrom(
    "",
    "no",
    "~",
    "1e5",
    "0x1f",
    "${a}",
    "$${",
    "- a",
    "a: b",
    "# a",
    "!x",
    "&a",
    "*a",
    "a\nb",
    "\t",
    " a ",
    "---",
    "\u202ea",
    "\u009b1m",
  ),
);
const json = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => !["__proto__", "constructor", "prototype", "<<"].includes(key)),
      tie("json"),
      { maxKeys: 4 },
    ),
  ),
})).json;

const read = (yaml: string): Json => {
  const parsed = parseYaml({ name: "x.yaml", text: yaml });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return toJson(interpolate(parsed.node, (diagnostic) => expect(diagnostic).toBeUndefined()));
};

test("written YAML parses to the same values", () => {
  fc.assert(
    fc.property(json, (value) => void expect(read(toYaml(value))).toEqual(value)),
    { numRuns: 500 },
  );
});

test("the hash does not depend on the order of keys", () => {
  const reversed = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(reversed);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, reversed(inner as Json)]),
    );
  };
  fc.assert(fc.property(json, (value) => hashOf(value) === hashOf(reversed(value))));
});

test("different values have different hashes", () => {
  expect(
    new Set([{ a: 1 }, { a: "1" }, { a: [1] }, { a: { 1: 1 } }, { b: 1 }, {}, null, [], ""].map(hashOf)).size,
  ).toBe(9);
});

test("the hash is the SHA-256 of the canonical JSON", () => {
  // echo -n '{"a":[1,true],"b":0.001}' | sha256sum
  expect(hashOf({ b: 1e-3, a: [1, true] })).toBe("9682b459169d2c42a66f53ac0fe21c1a156f1414a5f2393cfff97b45c87e7db0");
});
