import fc from "fast-check";
import { expect, test } from "vitest";
import { ConfigError } from "../diagnose/config-error.ts";
import { composeRing } from "../ring.fixture.ts";
import { parseYaml } from "./parse.ts";

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

/** Expects that a text is parsed, or refused with locations inside it. */
function expectParsedOrRefused(text: string): void {
  const parsed = parseYaml({ name: "x.yaml", text });
  if (parsed.ok) return;
  expect(parsed.diagnostics.length).toBeGreaterThan(0);
  const lines = text.split("\n");
  for (const { location, message } of parsed.diagnostics) {
    if (!("line" in location)) throw new Error(`no location: ${message}`);
    expect(location.line).toBeLessThanOrEqual(lines.length);
    expect(location.column).toBeLessThanOrEqual((lines[location.line - 1] ?? "").length + 2);
    expect(message).not.toBe("");
  }
}

test("any text is parsed or refused", () => {
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
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => expectParsedOrRefused(pieces.join(""))),
    { numRuns: 1_500 },
  );
});

test("an experiment with random edits is parsed or refused", () => {
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
    expectParsedOrRefused(
      edits.reduce((text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove), experiment),
    );
  });
  fc.assert(property, { numRuns: 1_500 });
});

test("any override is applied, or refused with the caret inside it", async () => {
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
          if (!("line" in location)) throw new Error("no location", { cause: error });
          expect(location.column).toBeLessThanOrEqual(text.length + 1);
        }
      }
    },
  );
  await fc.assert(property, { numRuns: 150 });
  expect(Object.prototype).not.toHaveProperty("polluted");
});
