import { describe, expect, test } from "vitest";
import { configErrorOf, validLoss } from "../ring.fixture.ts";

describe("a wrong number is reported at the value", () => {
  test("a number with underscores", async () => {
    expect(await configErrorOf(validLoss + "train: {steps: 10_000}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.steps
          2 | train: {steps: 10_000}
            |                ^^^^^^ expected a number, got the string \`10_000\`
            = help: write 10000
      "
    `);
  });

  test("a number with commas", async () => {
    expect(await configErrorOf(validLoss + "train:\n  steps: 10,000\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:10 at train.steps
          3 |   steps: 10,000
            |          ^^^^^^ expected a number, got the string \`10,000\`
            = help: write 10000
      "
    `);
  });

  test("a number with a unit", async () => {
    expect(await configErrorOf(validLoss + "train: {steps: 10k}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.steps
          2 | train: {steps: 10k}
            |                ^^^ expected a number, got the string \`10k\`
            = help: write 10000
      "
    `);
  });

  test("a quoted number", async () => {
    expect(await configErrorOf(validLoss + 'train: {rate: "1e-4"}\n')).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: "1e-4"}
            |               ^^^^^^ expected a number, got the string \`1e-4\`
            = help: remove the quotes: this is a string, not a number
      "
    `);
  });

  test("a string for a number", async () => {
    expect(await configErrorOf(validLoss + "train: {rate: fast}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: fast}
            |               ^^^^ expected a number, got the string \`fast\`
      "
    `);
  });

  test("a fraction for an integer", async () => {
    expect(await configErrorOf(validLoss + "train: {steps: 1.5}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.steps
          2 | train: {steps: 1.5}
            |                ^^^ expected an integer, got \`1.5\`
      "
    `);
  });

  test("zero for a positive number", async () => {
    expect(await configErrorOf(validLoss + "train: {steps: 0}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.steps
          2 | train: {steps: 0}
            |                ^ expected more than 0, got \`0\`
      "
    `);
  });

  test("too large a number", async () => {
    expect(await configErrorOf(validLoss + "train: {rate: 1}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: 1}
            |               ^ expected less than 1, got \`1\`
      "
    `);
  });

  test("a number that is not a multiple", async () => {
    expect(await configErrorOf(validLoss + "train: {batch: 30}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.batch
          2 | train: {batch: 30}
            |                ^^ expected a multiple of 8, got \`30\`
      "
    `);
  });
});
