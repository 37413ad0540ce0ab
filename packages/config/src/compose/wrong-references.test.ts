import { describe, expect, test } from "vitest";
import { configErrorOf, validLoss } from "../ring.fixture.ts";

describe("a wrong reference is reported at the reference", () => {
  test("an unquoted reference in a flow map", async () => {
    expect(await configErrorOf("seed: 1\ntrain: {steps: ${seed}}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16
          2 | train: {steps: \${seed}}
            |                ^^^^^^^ an unquoted reference ends the map or list that contains it
            = help: inside { } and [ ], write "\${seed}"
      "
    `);
  });

  test("a reference to a missing value", async () => {
    expect(await configErrorOf(validLoss + "name: ring-${trian.steps}\ntrain: {steps: 3}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:12 at name
          2 | name: ring-\${trian.steps}
            |            ^^^^^^^^^^^^^^ there is no \`trian\`
            = help: did you mean \`train\`?
      "
    `);
  });

  test("a circular reference", async () => {
    const text = "name: ring-${train.steps}\ntrain:\n  steps: ${train.batch}\n  batch: ${train.steps}\n";
    expect(await configErrorOf(validLoss + text)).toMatchInlineSnapshot(`
      "
      error ring.yaml:5:10 at train.batch
          5 |   batch: \${train.steps}
            |          ^^^^^^^^^^^^^^ circular reference: train.steps -> train.batch -> train.steps
      "
    `);
  });

  test("a reference into its own map", async () => {
    expect(await configErrorOf(validLoss + "train:\n  steps: ${train}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:10 at train.steps
          3 |   steps: \${train}
            |          ^^^^^^^^ circular reference: train -> train.steps -> train
      "
    `);
  });

  test("a reference that is not closed", async () => {
    expect(await configErrorOf(validLoss + "name: ring-${seed\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:12 at name
          2 | name: ring-\${seed
            |            ^^ a reference without its \`}\`
            = help: write \`$\${\` for a literal \`\${\`
      "
    `);
  });

  test("a reference to the environment", async () => {
    expect(await configErrorOf(validLoss + "name: ${env:HOME}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at name
          2 | name: \${env:HOME}
            |       ^^^^^^^^^^^ there is no \`env:HOME\`
            = help: references are paths of values in this configuration, not environment variables
      "
    `);
  });

  test("a map inside a string", async () => {
    expect(await configErrorOf(validLoss + "name: ring-${loss}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:12 at name
          2 | name: ring-\${loss}
            |            ^^^^^^^ a map cannot be part of a string
            = help: refer to one of its values
      "
    `);
  });

  test("a reference to a wrong value", async () => {
    expect(await configErrorOf(validLoss + "name: one\ntrain:\n  steps: ${name}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:4:10 at train.steps
          4 |   steps: \${name}
            |          ^^^^^^^ expected a number, got the string \`one\`
            = note: the value is written at ring.yaml:2:7
      "
    `);
  });
});
