import { describe, expect, test } from "vitest";
import { configErrorOf, validLoss } from "../ring.fixture.ts";

describe("a wrong key is reported at the key", () => {
  test("a misspelt key", async () => {
    expect(await configErrorOf("loss:\n  use: sid/l2\n  lamda: 1.2\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:3 at loss.lamda
          3 |   lamda: 1.2
            |   ^^^^^ unknown key \`lamda\`
            = help: did you mean \`lambda\`?
      "
    `);
  });

  test("a misspelt key at the root", async () => {
    expect(await configErrorOf(validLoss + "trian: {steps: 10}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:1 at trian
          2 | trian: {steps: 10}
            | ^^^^^ unknown key \`trian\`
            = help: did you mean \`train\`?
      "
    `);
  });

  test("a key that resembles no known key", async () => {
    expect(await configErrorOf(validLoss + "train: {gpus: 8}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:9 at train.gpus
          2 | train: {gpus: 8}
            |         ^^^^ unknown key \`gpus\`
            = help: known keys: \`steps\`, \`batch\`, \`rate\`, \`betas\`, \`cosine\`, \`precision\`, \`decay\`
      "
    `);
  });

  test("keys in another case", async () => {
    expect(await configErrorOf(validLoss + "train: {Batch: 8}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:9 at train.Batch
          2 | train: {Batch: 8}
            |         ^^^^^ unknown key \`Batch\`
            = help: did you mean \`batch\`?
      "
    `);
  });

  test("a missing key", async () => {
    expect(await configErrorOf("loss:\n  use: sid/l2\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1 at loss.lambda
          1 | loss:
            | ^^^^ missing \`lambda\`, a number
            = help: weight of L1
      "
    `);
  });

  test("a missing block", async () => {
    expect(await configErrorOf("name: ring\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml at loss: missing \`loss\`
            = help: plugin: \`family/name\`, or a map with \`use: family/name\` and its options
      "
    `);
  });

  test("a block without a plugin", async () => {
    expect(await configErrorOf("loss: {lambda: 1}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1 at loss.use
          1 | loss: {lambda: 1}
            | ^^^^ missing \`use\`, a string
            = help: name of the plugin, \`family/name\`
      "
    `);
  });

  test("a misspelt key inside a list", async () => {
    expect(await configErrorOf(validLoss + "metrics:\n  - use: swd\n    sample: 10\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:4:5 at metrics[0].sample
          4 |     sample: 10
            |     ^^^^^^ unknown key \`sample\`
            = help: did you mean \`samples\`?
      "
    `);
  });

  test("a missing key inside a list", async () => {
    expect(await configErrorOf(validLoss + "metrics:\n  - samples: 10\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:5 at metrics[0].use
          3 |   - samples: 10
            |     ^^^^^^^^^^^ missing \`use\`, a string
      "
    `);
  });

  test("a key that does not match a pattern", async () => {
    expect(await configErrorOf(validLoss + "tags: {A1: x}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:8 at tags.A1
          2 | tags: {A1: x}
            |        ^^ expected a string like /^[a-z]+$/, got the string \`A1\`
      "
    `);
  });

  test("several errors at once", async () => {
    expect(
      await configErrorOf(
        "loss:\n  use: sid/l2\n  lambda: '1'\n  clmp: 3\nsede: 1\ntrain:\n  steps: -1\n  rate: 1_000\n",
      ),
    ).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:11 at loss.lambda
          3 |   lambda: '1'
            |           ^^^ expected a number, got the string \`1\`
            = help: remove the quotes: this is a string, not a number

      error ring.yaml:4:3 at loss.clmp
          4 |   clmp: 3
            |   ^^^^ unknown key \`clmp\`
            = help: did you mean \`clamp\`?

      error ring.yaml:5:1 at sede
          5 | sede: 1
            | ^^^^ unknown key \`sede\`
            = help: did you mean \`seed\`?

      error ring.yaml:7:10 at train.steps
          7 |   steps: -1
            |          ^^ expected more than 0, got \`-1\`

      error ring.yaml:8:9 at train.rate
          8 |   rate: 1_000
            |         ^^^^^ expected a number, got the string \`1_000\`
            = help: write 1000
      "
    `);
  });
});
