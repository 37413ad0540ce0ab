import { describe, expect, test } from "vitest";
import { configErrorOf, validLoss } from "../ring.fixture.ts";

describe("YAML that is not plain JSON is refused", () => {
  test("an unknown anchor", async () => {
    expect(await configErrorOf("a: &lost 1\nloss: *last\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at loss
          2 | loss: *last
            |       ^^^^^ unknown anchor \`last\`
            = help: did you mean \`lost\`?
      "
    `);
  });

  test("an anchor that contains itself", async () => {
    expect(await configErrorOf("loss: &loss {use: sid/l2, lambda: *loss}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:35 at loss.lambda
          1 | loss: &loss {use: sid/l2, lambda: *loss}
            |                                   ^^^^^ the anchor \`loss\` contains itself
      "
    `);
  });

  test("a merge key", async () => {
    expect(await configErrorOf("base: &base {use: sid/l2}\nloss: {<<: *base, lambda: 1}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:8 at loss.<<
          2 | loss: {<<: *base, lambda: 1}
            |        ^^ \`<<\` is not merged
            = help: use \`extends: file.yaml\`, or repeat the keys
      "
    `);
  });

  test("a number that overflows", async () => {
    expect(await configErrorOf(validLoss + "train: {rate: 1e400}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: 1e400}
            |               ^^^^^ \`1e400\` is not a finite number
            = help: the largest is about 1.8e308
      "
    `);
  });

  test("an infinity", async () => {
    expect(await configErrorOf(validLoss + "train: {rate: .inf}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: .inf}
            |               ^^^^ \`.inf\` is not a finite number
      "
    `);
  });

  test("a number that loses digits", async () => {
    expect(await configErrorOf(validLoss + "seed: 9007199254740993\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at seed
          2 | seed: 9007199254740993
            |       ^^^^^^^^^^^^^^^^ \`9007199254740993\` has more digits than a number can represent
            = help: quote it if it is a name
      "
    `);
  });

  test("a key of JavaScript's prototype", async () => {
    expect(await configErrorOf("loss: {use: sid/l2, lambda: 1, __proto__: {polluted: true}}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:32 at loss.__proto__
          1 | loss: {use: sid/l2, lambda: 1, __proto__: {polluted: true}}
            |                                ^^^^^^^^^ \`__proto__\` cannot be a key
      "
    `);
  });
});
