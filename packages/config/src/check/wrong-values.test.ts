import { describe, expect, test } from "vitest";
import { configErrorOf, validLoss } from "../ring.fixture.ts";

describe("a value of the wrong type is reported at the value", () => {
  test("`yes` for `true`", async () => {
    expect(await configErrorOf(validLoss + "train: {cosine: yes}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:17 at train.cosine
          2 | train: {cosine: yes}
            |                 ^^^ expected \`true\` or \`false\`, got the string \`yes\`
            = help: write true
      "
    `);
  });

  test("a quoted boolean", async () => {
    expect(await configErrorOf(validLoss + 'train: {cosine: "true"}\n')).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:17 at train.cosine
          2 | train: {cosine: "true"}
            |                 ^^^^^^ expected \`true\` or \`false\`, got the string \`true\`
            = help: remove the quotes: this is a string
      "
    `);
  });

  test("a number for a string", async () => {
    expect(await configErrorOf(validLoss + "name: 2024\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at name
          2 | name: 2024
            |       ^^^^ expected a string, got \`2024\`
            = help: write "2024" for a string
      "
    `);
  });

  test("an empty string", async () => {
    expect(await configErrorOf(validLoss + 'name: ""\n')).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at name
          2 | name: ""
            |       ^^ expected at least 1 character, got an empty string
      "
    `);
  });

  test("an empty value", async () => {
    expect(await configErrorOf(validLoss + "train:\n  steps:\n  batch: 8\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:3 at train.steps
          3 |   steps:
            |   ^^^^^ expected a number, got nothing
            = help: give it a value, or remove the line
      "
    `);
  });

  test("a misspelt choice", async () => {
    expect(await configErrorOf(validLoss + "train: {precision: float_32}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:20 at train.precision
          2 | train: {precision: float_32}
            |                    ^^^^^^^^ expected \`float32\` or \`float16\`, got the string \`float_32\`
            = help: did you mean \`float32\`?
      "
    `);
  });

  test("a choice that resembles no other", async () => {
    expect(await configErrorOf(validLoss + "train: {precision: int8}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:20 at train.precision
          2 | train: {precision: int8}
            |                    ^^^^ expected \`float32\` or \`float16\`, got the string \`int8\`
      "
    `);
  });

  test("a value that matches no alternative", async () => {
    expect(await configErrorOf(validLoss + "train: {decay: true}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.decay
          2 | train: {decay: true}
            |                ^^^^ expected a number or \`auto\`, got \`true\`
      "
    `);
  });

  test("a value for a list", async () => {
    expect(await configErrorOf(validLoss + "train: {betas: 0.9}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.betas
          2 | train: {betas: 0.9}
            |                ^^^ expected a list, got \`0.9\`
      "
    `);
  });

  test("too short a list", async () => {
    expect(await configErrorOf(validLoss + "train: {betas: [0.9]}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.betas
          2 | train: {betas: [0.9]}
            |                ^^^^^ expected at least 2 items, got 1
      "
    `);
  });

  test("a list for a value", async () => {
    expect(await configErrorOf(validLoss + "train: {rate: [0.1]}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: [0.1]}
            |               ^^^^^ expected a number, got a list
            = help: remove the brackets: one value is expected
      "
    `);
  });

  test("too long a list", async () => {
    expect(await configErrorOf(validLoss + "metrics: [{use: a}, {use: b}, {use: c}, {use: d}]\n"))
      .toMatchInlineSnapshot(`
      "
      error ring.yaml:2:10 at metrics
          2 | metrics: [{use: a}, {use: b}, {use: c}, {use: d}]
            |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected at most 3 items, got 4
      "
    `);
  });

  test("a list for a map", async () => {
    expect(await configErrorOf(validLoss + "train: [1, 2]\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:8 at train
          2 | train: [1, 2]
            |        ^^^^^^ expected a map, got a list
            = help: known keys: \`steps\`, \`batch\`, \`rate\`, \`betas\`, \`cosine\`, \`precision\`, \`decay\`
      "
    `);
  });

  test("a string for a map", async () => {
    expect(await configErrorOf(validLoss + "train: fast\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:8 at train
          2 | train: fast
            |        ^^^^ expected a map, got the string \`fast\`
            = help: known keys: \`steps\`, \`batch\`, \`rate\`, \`betas\`, \`cosine\`, \`precision\`, \`decay\`
      "
    `);
  });

  test("a map for a string", async () => {
    expect(await configErrorOf(validLoss + "name: {a: 1}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at name
          2 | name: {a: 1}
            |       ^^^^^^ expected a string, got a map
      "
    `);
  });
});
