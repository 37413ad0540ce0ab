import { describe, expect, test } from "vitest";
import { configErrorOf, validLoss } from "../ring.fixture.ts";

describe("a syntax error is reported at the characters to change", () => {
  test("a tab", async () => {
    expect(await configErrorOf(validLoss + "train:\n\tsteps: 10\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:1
          3 | 	steps: 10
            | ^ a tab as indentation
            = help: indent with spaces
      "
    `);
  });

  test("a duplicate key", async () => {
    expect(await configErrorOf(validLoss + "seed: 1\nseed: 2\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:1
          3 | seed: 2
            | ^^^^ duplicate key \`seed\`
      "
    `);
  });

  test("no space after the colon", async () => {
    expect(await configErrorOf(validLoss + "seed:1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:1
          2 | seed:1
            | ^^^^^ no space after the colon
            = help: write \`seed: \`
      "
    `);
  });

  test("a line that is not a pair", async () => {
    expect(await configErrorOf("loss\nseed: 1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1
          1 | loss
            | ^^^^ a line that is not \`key: value\`
      "
    `);
  });

  test("a list that is not closed", async () => {
    expect(await configErrorOf(validLoss + "metrics: [a, b\nseed: 1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:10
          2 | metrics: [a, b
            |          ^ a \`[\` that is not closed
      "
    `);
  });

  test("a quote that is not closed", async () => {
    expect(await configErrorOf(validLoss + 'name: "ring\n')).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7
          2 | name: "ring
            |       ^ a \`"\` that is not closed
      "
    `);
  });

  test("wrong indentation", async () => {
    expect(await configErrorOf("train:\n    steps: 1\n  batch: 8\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:3
          3 |   batch: 8
            |   ^^^^^ the keys of a map must begin in the same column
      "
    `);
  });

  test("an unquoted colon in a string", async () => {
    expect(await configErrorOf(validLoss + "name: ring: two\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7
          2 | name: ring: two
            |       ^^^^^^^^^ \`: \` inside an unquoted string
            = help: quote it: "ring: two"
      "
    `);
  });

  test("a reserved character", async () => {
    expect(await configErrorOf(validLoss + "name: @ring\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7
          2 | name: @ring
            |       ^ an unquoted string cannot begin with \`@\`
            = help: quote it
      "
    `);
  });

  test("an unknown tag", async () => {
    expect(await configErrorOf(validLoss + "name: !!js/function 'x'\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7
          2 | name: !!js/function 'x'
            |       ^^^^^^^^^^^^^ unknown tag \`!!js/function\`
            = help: quote the string if it begins with \`!\`
      "
    `);
  });

  test("several documents", async () => {
    expect(await configErrorOf(validLoss + "---\nseed: 1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:1
          2 | ---
            | ^^^ a second document begins
            = help: a file has one configuration
      "
    `);
  });

  test("a byte order mark", async () => {
    expect(await configErrorOf("\ufeffseed: 1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1
          1 | �seed: 1
            | ^ a byte order mark
            = help: save the file as UTF-8 text without a mark
      "
    `);
  });

  test("a NUL", async () => {
    expect(await configErrorOf("seed: \u0000\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:7
          1 | seed: ␀
            |       ^ a NUL character
            = help: save the file as UTF-8 text
      "
    `);
  });

  test("an empty file", async () => {
    expect(await configErrorOf("# nothing yet\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml: the file is empty
            = help: write \`key: value\` lines
      "
    `);
  });

  test("a file that is a list", async () => {
    expect(await configErrorOf("- 1\n- 2\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1
          1 | - 1
            | ^^^ expected a map, got a list
            = help: write \`key: value\` lines
      "
    `);
  });
});
