import { describe, expect, test } from "vitest";
import { parseYaml } from "../read/parse.ts";
import { toJson } from "../tree/node.ts";
import { configErrorOf, validLoss } from "../ring.fixture.ts";
import { adviseNumber } from "./number-advice.ts";

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
            = help: the decimal point is \`.\`, and digits are not grouped; several values are for \`tweedie sweep\`
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

test.each([
  ["1e-3,1e-4", "several values are for `tweedie sweep`"],
  ["64,128", "the decimal point is `.`, and digits are not grouped; several values are for `tweedie sweep`"],
  ["1.000,5", "the decimal point is `.`, and digits are not grouped; several values are for `tweedie sweep`"],
  ["0,5", "the decimal point is `.`; several values are for `tweedie sweep`"],
  ["0,001", "the decimal point is `.`; several values are for `tweedie sweep`"],
  ["1_000.5", "write 1000.5"],
  ["1_2345_678", "write 12345678"],
  ["10 000", "write 10000"],
  ["10\u2009000", "write 10000"],
  ["\uff15", "write 5"],
  ["\u22125", "write -5"],
  ["1.1k", "write 1100"],
  ["0_10", undefined],
  ["4M", "write the number without a unit"],
  ["50%", "write the number without a unit"],
  ["12:30", undefined],
  ["1.2.3", undefined],
  ["0b11", undefined],
  ["fast", undefined],
])("the advice for %j is no other number: %s", (text, help) => expect(adviseNumber(text, false)).toBe(help));

test.each([
  ["1e5", "remove the quotes: this is a string, not a number"],
  ["+5", "remove the quotes: this is a string, not a number"],
  [".5", "remove the quotes: this is a string, not a number"],
  [" 5", "write 5"],
  ["010", undefined],
  ["0x10", undefined],
  ["", undefined],
])("the advice for a quoted %j: %s", (text, help) => expect(adviseNumber(text, true)).toBe(help));

test.each([
  ["010", "an octal number in YAML 1.1"],
  ["-007", "an octal number in YAML 1.1"],
  ["00.5", "an octal number in YAML 1.1"],
  ["1e-400", "would be read as 0"],
  ["0xfffffffffffffffff", "more digits than a number can represent"],
  ["12345678901234567891", "more digits than a number can represent"],
])("%s is refused, since it would be read as another number", async (written, message) => {
  expect(await configErrorOf(validLoss + `train: {rate: ${written}}\n`)).toContain(message);
});

test("numbers of one meaning are read: hexadecimal, octal, without a digit before the point", () => {
  const read = (text: string) => {
    const parsed = parseYaml({ name: "x", text });
    return parsed.ok && toJson(parsed.node);
  };
  expect(["0x10", "0o10", ".5", "+5", "1e5", "-0.0", "0e9"].map((text) => read(text))).toEqual([
    16, 8, 0.5, 5, 100_000, -0, 0,
  ]);
});

test("a decimal comma inside a map in braces", async () => {
  expect(await configErrorOf(validLoss + "train: {rate: 0,5}\n")).toContain(
    "= help: a comma begins another key: the decimal point is `.`",
  );
});
