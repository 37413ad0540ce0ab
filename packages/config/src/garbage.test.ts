import fc from "fast-check";
import { expect, test } from "vitest";
import { ConfigError } from "./config-error.ts";
import { composeRing } from "./project.fixture.ts";
import { parseYaml } from "./parse.ts";
import { limits } from "./limits.ts";

const experiment = `extends: []
name: ring-\${loss.lambda}
loss: &loss { use: sid/l2, lambda: 1.2 }
train:
  steps: 1e4 # updates
  betas: [0, 0.999]
  text: |
    two
    lines
metrics:
  - use: "swd"
    samples: 8192
  - *loss
`;

/** The text is read, or refused with places that are in it. */
function survives(text: string): void {
  const begun = performance.now();
  const parsed = parseYaml({ name: "x.yaml", text });
  expect(performance.now() - begun).toBeLessThan(2_000);
  if (parsed.ok) return;
  expect(parsed.diagnostics.length).toBeGreaterThan(0);
  const lines = text.split("\n");
  for (const { location, message } of parsed.diagnostics) {
    if (!("line" in location)) throw new Error(`no place: ${message}`);
    expect(location.line).toBeLessThanOrEqual(lines.length);
    expect(location.column).toBeLessThanOrEqual((lines[location.line - 1] ?? "").length + 2);
    expect(message).not.toBe("");
  }
}

test("any text is read or refused", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      ..."{}[]:,-?&*!|>'\"%@`#\n\t ~$",
      "${",
      "- ",
      ": ",
      "\n  ",
      "---\n",
      "...\n",
      "<<: ",
      "&a ",
      "*a",
      "!!str ",
      "\r\n",
      "\\x",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => survives(pieces.join(""))),
    { numRuns: 1_500 },
  );
});

test("an experiment with characters changed, removed or doubled is read or refused", () => {
  const edit = fc.record({
    at: fc.nat(experiment.length),
    remove: fc.nat(5),
    insert: fc.constantFrom(
      "",
      "\t",
      "\n",
      ":",
      "{",
      "]",
      "'",
      '"',
      "*loss",
      "&loss ",
      "${name}",
      "- ",
      "\0",
      "\u{1f600}",
      "__proto__: 1\n",
    ),
  });
  const property = fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
    survives(
      edits.reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), experiment),
    );
  });
  fc.assert(property, { numRuns: 1_500 });
});

test("any argument is laid over, or refused with the caret inside it", async () => {
  const argument = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom("loss", "train", ".", "=", "[0]", "metrics", "${", "}", "{", "use: ", "+", "~", "__proto__"),
    ),
    { maxLength: 8 },
  );
  const property = fc.asyncProperty(
    argument.map((parts) => parts.join("")),
    async (text) => {
      try {
        await composeRing({ "ring.yaml": experiment }, text);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        for (const { location } of error.diagnostics) {
          if (!("line" in location)) throw new Error("no place", { cause: error });
          expect(location.column).toBeLessThanOrEqual(text.length + 1);
        }
      }
    },
  );
  await fc.assert(property, { numRuns: 150 });
  expect(Object.prototype).not.toHaveProperty("polluted");
});

test.each<[string, string]>([
  [
    "a billion laughs",
    Array.from(
      { length: 9 },
      (_, i) =>
        `a${i}: &a${i} [${
          i === 0
            ? "lol"
            : Array(9)
                .fill(`*a${i - 1}`)
                .join()
        }]`,
    ).join("\n"),
  ],
  ["many anchors", `a: &a [${"1,".repeat(500)}]\nb: [${"*a,".repeat(200)}]\n`],
  ["a long list", "- 1\n".repeat(2 ** 18)],
  ["a long flow list", `[${"1,".repeat(2 ** 19)}]`],
  ["deep flow", "[".repeat(2 ** 19)],
  ["deep flow that ends", `${"[".repeat(1_000)}${"]".repeat(1_000)}`],
  ["deep lists", "- ".repeat(2 ** 18)],
  ["deep maps", Array.from({ length: 1_000 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")],
  ["many quotes", '"'.repeat(2 ** 18)],
  ["many keys", Array.from({ length: 60_000 }, (_, i) => `k${i}: 1\n`).join("")],
])("%s is refused soon", (_, text) => {
  const begun = performance.now();
  expect(parseYaml({ name: "x.yaml", text }).ok).toBe(false);
  expect(performance.now() - begun).toBeLessThan(2_000);
});

test("a path without end is refused", async () => {
  await expect(composeRing({ "ring.yaml": "a: 1\n" }, `${"a.".repeat(50_000)}a=1`)).rejects.toThrow(
    "this is not a path",
  );
});

test("a bomb of references is refused", async () => {
  const doubling = (last: string) =>
    `a0: ${last}\n${Array.from({ length: 20 }, (_, i) => `a${i + 1}: ["\${a${i}}", "\${a${i}}"]`).join("\n")}\n`;
  await expect(composeRing({ "ring.yaml": doubling("1") })).rejects.toThrow(`more than ${limits.nodes} values`);
  const text = `a0: xxxxxxxx\n${Array.from({ length: 30 }, (_, i) => `a${i + 1}: "\${a${i}}\${a${i}}"`).join("\n")}\n`;
  expect((await composeRing({ "ring.yaml": text })).diagnostics[0]?.message).toContain("grows beyond");
  const chain = Array.from({ length: 5_000 }, (_, i) => `a${i}: \${a${i + 1}}`).join("\n");
  expect((await composeRing({ "ring.yaml": chain })).diagnostics[0]?.message).toContain("chain");
});
