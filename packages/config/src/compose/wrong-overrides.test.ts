import { describe, expect, test } from "vitest";
import { configErrorOf, validLoss } from "../ring.fixture.ts";

const valid = `${validLoss}metrics: [{use: swd}]\n`;

describe("a wrong override is reported at the argument", () => {
  test("a misspelt key", async () => {
    expect(await configErrorOf(valid, "loss.lamda=1")).toMatchInlineSnapshot(`
      "
      error command line at loss.lamda
            | loss.lamda=1
            |      ^^^^^ unknown key \`lamda\`
            = help: did you mean \`lambda\`?
      "
    `);
  });

  test("a misspelt block", async () => {
    expect(await configErrorOf(valid, "trian.steps=10")).toMatchInlineSnapshot(`
      "
      error command line at trian
            | trian.steps=10
            | ^^^^^ unknown key \`trian\`
            = help: did you mean \`train\`?
      "
    `);
  });

  test("a wrong value", async () => {
    expect(await configErrorOf(valid, "train.steps=ten")).toMatchInlineSnapshot(`
      "
      error command line at train.steps
            | train.steps=ten
            |             ^^^ expected a number, got the string \`ten\`
      "
    `);
  });

  test("a value out of range", async () => {
    expect(await configErrorOf(valid, "train.rate=-1")).toMatchInlineSnapshot(`
      "
      error command line at train.rate
            | train.rate=-1
            |            ^^ expected more than 0, got \`-1\`
      "
    `);
  });

  test("a number with underscores", async () => {
    expect(await configErrorOf(valid, "train.steps=10_000")).toMatchInlineSnapshot(`
      "
      error command line at train.steps
            | train.steps=10_000
            |             ^^^^^^ expected a number, got the string \`10_000\`
            = help: write 10000
      "
    `);
  });

  test("nothing after the equals sign", async () => {
    expect(await configErrorOf(valid, "train.steps=")).toMatchInlineSnapshot(`
      "
      error command line at train.steps
            | train.steps=
            |       ^^^^^ expected a number, got nothing
            = help: give it a value, or remove the line
      "
    `);
  });

  test("no equals sign", async () => {
    expect(await configErrorOf(valid, "steps")).toMatchInlineSnapshot(`
      "
      error command line
            | steps
            | ^^^^^ an override is \`key=value\`
      "
    `);
  });

  test("a colon for the equals sign", async () => {
    expect(await configErrorOf(valid, "train.steps: 10")).toMatchInlineSnapshot(`
      "
      error command line
            | train.steps: 10
            | ^^^^^^^^^^^^^^^ an override is \`key=value\`
            = help: write \`train.steps=10\`
      "
    `);
  });

  test("a path with an empty part", async () => {
    expect(await configErrorOf(valid, "train..steps=1")).toMatchInlineSnapshot(`
      "
      error command line
            | train..steps=1
            | ^^^^^^^^^^^^ this is not a path
            = help: write \`loss.lambda=1\` or \`metrics[0].samples=100\`
      "
    `);
  });

  test("an index beyond the list", async () => {
    expect(await configErrorOf(valid, "metrics[1].samples=1")).toMatchInlineSnapshot(`
      "
      error command line at metrics[1].samples
            | metrics[1].samples=1
            |         ^ the last index of the list is 0
      "
    `);
  });

  test("an index into a value that is not a list", async () => {
    expect(await configErrorOf(valid, "train.betas[0]=1")).toMatchInlineSnapshot(`
      "
      error command line at train.betas[0]
            | train.betas[0]=1
            |             ^ an index into a value that is not a list
      "
    `);
  });

  test("a value that is not YAML", async () => {
    expect(await configErrorOf(valid, "train.betas=[0, 1")).toMatchInlineSnapshot(`
      "
      error command line at train.betas
            | train.betas=[0, 1
            |             ^ a \`[\` that is not closed
      "
    `);
  });

  test("a whole block without a required option", async () => {
    expect(await configErrorOf(valid, "loss=dde/kl")).toMatchInlineSnapshot(`
      "
      error command line at loss.lambda
            | loss=dde/kl
            | ^^^^ missing \`lambda\`, a number
            = help: weight of L1
      "
    `);
  });

  test("a wrong option in a whole block", async () => {
    expect(await configErrorOf(valid, "loss={use: dde/kl, lambda: high}")).toMatchInlineSnapshot(`
      "
      error command line at loss.lambda
            | loss={use: dde/kl, lambda: high}
            |                            ^^^^ expected a number, got the string \`high\`
      "
    `);
  });

  test("a key of JavaScript's prototype", async () => {
    expect(await configErrorOf(valid, "train.__proto__.polluted=1")).toMatchInlineSnapshot(`
      "
      error command line at train.__proto__.polluted
            | train.__proto__.polluted=1
            |       ^^^^^^^^^ \`__proto__\` cannot be a key
      "
    `);
  });

  test("an attempt to remove a key", async () => {
    expect(await configErrorOf(valid, "~train")).toMatchInlineSnapshot(`
      "
      error command line
            | ~train
            | ^^^^^^ an override is \`key=value\`
            = help: a key cannot be removed; set it to another value
      "
    `);
  });

  test("a reference to a missing value", async () => {
    expect(await configErrorOf(valid, "name=x-${sede}")).toMatchInlineSnapshot(`
      "
      error command line at name
            | name=x-\${sede}
            |        ^^^^^^^ there is no \`sede\`
            = help: keys: \`loss\`, \`metrics\`, \`name\`
      "
    `);
  });
});
