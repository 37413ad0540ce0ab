import { describe, expect, test } from "vitest";
import { complaint } from "./project.fixture.ts";

/** A loss that is right, so that the mistake stands on the second line. */
const loss = "loss: {use: sid/l2, lambda: 1}\n";

describe("a wrong file", () => {
  test("a misspelt key", async () => {
    expect(await complaint("loss:\n  use: sid/l2\n  lamda: 1.2\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:3 at loss.lamda
          3 |   lamda: 1.2
            |   ^^^^^ unknown key \`lamda\`
            = help: did you mean \`lambda\`?
      "
    `);
  });

  test("a misspelt key at the root", async () => {
    expect(await complaint(loss + "trian: {steps: 10}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:1 at trian
          2 | trian: {steps: 10}
            | ^^^^^ unknown key \`trian\`
            = help: did you mean \`train\`?
      "
    `);
  });

  test("a key that is like none", async () => {
    expect(await complaint(loss + "train: {gpus: 8}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:9 at train.gpus
          2 | train: {gpus: 8}
            |         ^^^^ unknown key \`gpus\`
            = help: known keys: \`steps\`, \`batch\`, \`rate\`, \`betas\`, \`cosine\`, \`precision\`, \`decay\`
      "
    `);
  });

  test("keys in another case", async () => {
    expect(await complaint(loss + "train: {Batch: 8}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:9 at train.Batch
          2 | train: {Batch: 8}
            |         ^^^^^ unknown key \`Batch\`
            = help: did you mean \`batch\`?
      "
    `);
  });

  test("a missing key", async () => {
    expect(await complaint("loss:\n  use: sid/l2\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1 at loss.lambda
          1 | loss:
            | ^^^^ missing \`lambda\`, a number
            = help: weight of L1
      "
    `);
  });

  test("a missing block", async () => {
    expect(await complaint("name: ring\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml at loss: missing \`loss\`
            = help: a plugin: \`family/name\`, or a map with \`use: family/name\` and its options
      "
    `);
  });

  test("a block without a plugin", async () => {
    expect(await complaint("loss: {lambda: 1}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1 at loss.use
          1 | loss: {lambda: 1}
            | ^^^^ missing \`use\`, text
            = help: the plugin's name, \`family/name\`
      "
    `);
  });

  test("a number with underscores", async () => {
    expect(await complaint(loss + "train: {steps: 10_000}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.steps
          2 | train: {steps: 10_000}
            |                ^^^^^^ expected a number, got the text \`10_000\`
            = help: write 10000
      "
    `);
  });

  test("a number with commas", async () => {
    expect(await complaint(loss + "train:\n  steps: 10,000\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:10 at train.steps
          3 |   steps: 10,000
            |          ^^^^^^ expected a number, got the text \`10,000\`
            = help: write 10000
      "
    `);
  });

  test("a number with a unit", async () => {
    expect(await complaint(loss + "train: {steps: 10k}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.steps
          2 | train: {steps: 10k}
            |                ^^^ expected a number, got the text \`10k\`
            = help: write 10000
      "
    `);
  });

  test("a quoted number", async () => {
    expect(await complaint(loss + 'train: {rate: "1e-4"}\n')).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: "1e-4"}
            |               ^^^^^^ expected a number, got the text \`1e-4\`
            = help: remove the quotes: this is text, not a number
      "
    `);
  });

  test("text for a number", async () => {
    expect(await complaint(loss + "train: {rate: fast}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: fast}
            |               ^^^^ expected a number, got the text \`fast\`
      "
    `);
  });

  test("a fraction for a whole number", async () => {
    expect(await complaint(loss + "train: {steps: 1.5}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.steps
          2 | train: {steps: 1.5}
            |                ^^^ expected a whole number, got \`1.5\`
      "
    `);
  });

  test("zero for a positive number", async () => {
    expect(await complaint(loss + "train: {steps: 0}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.steps
          2 | train: {steps: 0}
            |                ^ expected more than 0, got \`0\`
      "
    `);
  });

  test("too large a number", async () => {
    expect(await complaint(loss + "train: {rate: 1}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: 1}
            |               ^ expected less than 1, got \`1\`
      "
    `);
  });

  test("a number that is no multiple", async () => {
    expect(await complaint(loss + "train: {batch: 30}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.batch
          2 | train: {batch: 30}
            |                ^^ expected a multiple of 8, got \`30\`
      "
    `);
  });

  test("yes for true", async () => {
    expect(await complaint(loss + "train: {cosine: yes}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:17 at train.cosine
          2 | train: {cosine: yes}
            |                 ^^^ expected \`true\` or \`false\`, got the text \`yes\`
            = help: write true
      "
    `);
  });

  test("a quoted boolean", async () => {
    expect(await complaint(loss + 'train: {cosine: "true"}\n')).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:17 at train.cosine
          2 | train: {cosine: "true"}
            |                 ^^^^^^ expected \`true\` or \`false\`, got the text \`true\`
            = help: remove the quotes: this is text
      "
    `);
  });

  test("a number for text", async () => {
    expect(await complaint(loss + "name: 2024\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at name
          2 | name: 2024
            |       ^^^^ expected text, got \`2024\`
            = help: write "2024" for text
      "
    `);
  });

  test("empty text", async () => {
    expect(await complaint(loss + 'name: ""\n')).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at name
          2 | name: ""
            |       ^^ expected at least 1 character, got empty text
      "
    `);
  });

  test("an empty value", async () => {
    expect(await complaint(loss + "train:\n  steps:\n  batch: 8\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:3 at train.steps
          3 |   steps:
            |   ^^^^^ expected a number, got nothing
            = help: give it a value, or remove the line
      "
    `);
  });

  test("a misspelt choice", async () => {
    expect(await complaint(loss + "train: {precision: float_32}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:20 at train.precision
          2 | train: {precision: float_32}
            |                    ^^^^^^^^ expected \`float32\` or \`float16\`, got the text \`float_32\`
            = help: did you mean \`float32\`?
      "
    `);
  });

  test("a choice that is like none", async () => {
    expect(await complaint(loss + "train: {precision: int8}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:20 at train.precision
          2 | train: {precision: int8}
            |                    ^^^^ expected \`float32\` or \`float16\`, got the text \`int8\`
      "
    `);
  });

  test("a value that fits no alternative", async () => {
    expect(await complaint(loss + "train: {decay: true}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.decay
          2 | train: {decay: true}
            |                ^^^^ expected a number or \`auto\`, got \`true\`
      "
    `);
  });

  test("a value for a list", async () => {
    expect(await complaint(loss + "train: {betas: 0.9}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.betas
          2 | train: {betas: 0.9}
            |                ^^^ expected a list, got \`0.9\`
      "
    `);
  });

  test("too short a list", async () => {
    expect(await complaint(loss + "train: {betas: [0.9]}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16 at train.betas
          2 | train: {betas: [0.9]}
            |                ^^^^^ expected at least 2 items, got 1
      "
    `);
  });

  test("a list for a value", async () => {
    expect(await complaint(loss + "train: {rate: [0.1]}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: [0.1]}
            |               ^^^^^ expected a number, got a list
            = help: remove the brackets: one value is expected
      "
    `);
  });

  test("too long a list", async () => {
    expect(await complaint(loss + "metrics: [{use: a}, {use: b}, {use: c}, {use: d}]\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:10 at metrics
          2 | metrics: [{use: a}, {use: b}, {use: c}, {use: d}]
            |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected at most 3 items, got 4
      "
    `);
  });

  test("a mistake inside a list", async () => {
    expect(await complaint(loss + "metrics:\n  - use: swd\n    sample: 10\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:4:5 at metrics[0].sample
          4 |     sample: 10
            |     ^^^^^^ unknown key \`sample\`
            = help: did you mean \`samples\`?
      "
    `);
  });

  test("a key missing inside a list", async () => {
    expect(await complaint(loss + "metrics:\n  - samples: 10\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:5 at metrics[0].use
          3 |   - samples: 10
            |     ^^^^^^^^^^^ missing \`use\`, text
      "
    `);
  });

  test("a list for a map", async () => {
    expect(await complaint(loss + "train: [1, 2]\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:8 at train
          2 | train: [1, 2]
            |        ^^^^^^ expected a map, got a list
      "
    `);
  });

  test("a map for text", async () => {
    expect(await complaint(loss + "name: {a: 1}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at name
          2 | name: {a: 1}
            |       ^^^^^^ expected text, got a map
      "
    `);
  });

  test("a key of the wrong form", async () => {
    expect(await complaint(loss + "tags: {A1: x}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:8 at tags.A1
          2 | tags: {A1: x}
            |        ^^ expected text like /^[a-z]+$/, got the text \`A1\`
      "
    `);
  });

  test("a tab", async () => {
    expect(await complaint(loss + "train:\n\tsteps: 10\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:1
          3 | 	steps: 10
            | ^ a tab as indentation
            = help: indent with spaces
      "
    `);
  });

  test("a key given twice", async () => {
    expect(await complaint(loss + "seed: 1\nseed: 2\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:1
          3 | seed: 2
            | ^^^^ the key \`seed\` is given twice
      "
    `);
  });

  test("no space after the colon", async () => {
    expect(await complaint(loss + "seed:1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:1
          2 | seed:1
            | ^^^^^ no space after the colon
            = help: write \`seed: \`
      "
    `);
  });

  test("a line that is not a pair", async () => {
    expect(await complaint("loss\nseed: 1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1
          1 | loss
            | ^^^^ a line that is not \`key: value\`
      "
    `);
  });

  test("a list that does not end", async () => {
    expect(await complaint(loss + "metrics: [a, b\nseed: 1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:10
          2 | metrics: [a, b
            |          ^ a \`[\` that is not closed
      "
    `);
  });

  test("a quote that does not end", async () => {
    expect(await complaint(loss + 'name: "ring\n')).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7
          2 | name: "ring
            |       ^ a \`"\` that is not closed
      "
    `);
  });

  test("wrong indentation", async () => {
    expect(await complaint("train:\n    steps: 1\n  batch: 8\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:3
          3 |   batch: 8
            |   ^^^^^ the keys of a map begin in the same column
      "
    `);
  });

  test("an unquoted colon", async () => {
    expect(await complaint(loss + "name: ring: two\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7
          2 | name: ring: two
            |       ^^^^^^^^^ \`: \` inside a text
            = help: quote it: "ring: two"
      "
    `);
  });

  test("a reserved character", async () => {
    expect(await complaint(loss + "name: @ring\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7
          2 | name: @ring
            |       ^ a text cannot begin with \`@\`
            = help: quote it
      "
    `);
  });

  test("an unknown tag", async () => {
    expect(await complaint(loss + "name: !!js/function 'x'\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7
          2 | name: !!js/function 'x'
            |       ^^^^^^^^^^^^^ unknown tag \`!!js/function\`
            = help: quote the text if it begins with \`!\`
      "
    `);
  });

  test("several documents", async () => {
    expect(await complaint(loss + "---\nseed: 1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:1
          2 | ---
            | ^^^ a second document begins
            = help: a file holds one configuration
      "
    `);
  });

  test("an unknown anchor", async () => {
    expect(await complaint("a: &lost 1\nloss: *last\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at loss
          2 | loss: *last
            |       ^^^^^ unknown anchor \`last\`
            = help: did you mean \`lost\`?
      "
    `);
  });

  test("an anchor that contains itself", async () => {
    expect(await complaint("loss: &loss {use: sid/l2, lambda: *loss}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:35 at loss.lambda
          1 | loss: &loss {use: sid/l2, lambda: *loss}
            |                                   ^^^^^ the anchor \`loss\` contains itself
      "
    `);
  });

  test("a merge key", async () => {
    expect(await complaint("base: &base {use: sid/l2}\nloss: {<<: *base, lambda: 1}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:8 at loss.<<
          2 | loss: {<<: *base, lambda: 1}
            |        ^^ \`<<\` is not merged
            = help: use \`extends: file.yaml\`, or repeat the keys
      "
    `);
  });

  test("a number that is infinite", async () => {
    expect(await complaint(loss + "train: {rate: 1e400}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: 1e400}
            |               ^^^^^ \`1e400\` is not a finite number
            = help: the largest is about 1.8e308
      "
    `);
  });

  test("an infinity", async () => {
    expect(await complaint(loss + "train: {rate: .inf}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:15 at train.rate
          2 | train: {rate: .inf}
            |               ^^^^ \`.inf\` is not a finite number
      "
    `);
  });

  test("a number that loses digits", async () => {
    expect(await complaint(loss + "seed: 9007199254740993\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at seed
          2 | seed: 9007199254740993
            |       ^^^^^^^^^^^^^^^^ \`9007199254740993\` has more digits than a number holds
            = help: quote it if it is a name
      "
    `);
  });

  test("a key of the prototype", async () => {
    expect(await complaint("loss: {use: sid/l2, lambda: 1, __proto__: {polluted: true}}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:32 at loss.__proto__
          1 | loss: {use: sid/l2, lambda: 1, __proto__: {polluted: true}}
            |                                ^^^^^^^^^ \`__proto__\` cannot be a key
      "
    `);
  });

  test("a bare reference in a flow map", async () => {
    expect(await complaint("seed: 1\ntrain: {steps: ${seed}}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:16
          2 | train: {steps: \${seed}}
            |                ^^^^^^^ a bare reference ends the map or list it stands in
            = help: inside { } and [ ], write "\${seed}"
      "
    `);
  });

  test("a reference to nothing", async () => {
    expect(await complaint(loss + "name: ring-${trian.steps}\ntrain: {steps: 3}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:12 at name
          2 | name: ring-\${trian.steps}
            |            ^^^^^^^^^^^^^^ nothing stands at \`trian\`
            = help: did you mean \`train\`?
      "
    `);
  });

  test("a reference that leads back to itself", async () => {
    const text = "name: ring-${train.steps}\ntrain:\n  steps: ${train.batch}\n  batch: ${train.steps}\n";
    expect(await complaint(loss + text)).toMatchInlineSnapshot(`
      "
      error ring.yaml:5:10 at train.batch
          5 |   batch: \${train.steps}
            |          ^^^^^^^^^^^^^^ the reference leads back to itself: train.steps -> train.batch -> train.steps
      "
    `);
  });

  test("a reference into its own map", async () => {
    expect(await complaint(loss + "train:\n  steps: ${train}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:10 at train.steps
          3 |   steps: \${train}
            |          ^^^^^^^^ the reference leads back to itself: train -> train.steps -> train
      "
    `);
  });

  test("a reference without its end", async () => {
    expect(await complaint(loss + "name: ring-${seed\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:12 at name
          2 | name: ring-\${seed
            |            ^^ a reference without its \`}\`
            = help: write \`$\${\` for a literal \`\${\`
      "
    `);
  });

  test("a reference to the environment", async () => {
    expect(await complaint(loss + "name: ${env:HOME}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:7 at name
          2 | name: \${env:HOME}
            |       ^^^^^^^^^^^ nothing stands at \`env:HOME\`
            = help: references lead to values of this configuration, not to the environment
      "
    `);
  });

  test("a map inside a text", async () => {
    expect(await complaint(loss + "name: ring-${loss}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:2:12 at name
          2 | name: ring-\${loss}
            |            ^^^^^^^ a map cannot stand inside a text
            = help: refer to one of its values
      "
    `);
  });

  test("a reference to a wrong value", async () => {
    expect(await complaint(loss + "name: one\ntrain:\n  steps: ${name}\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:4:10 at train.steps
          4 |   steps: \${name}
            |          ^^^^^^^ expected a number, got the text \`one\`
            = note: the value is written at ring.yaml:2:7
      "
    `);
  });

  test("a byte order mark", async () => {
    expect(await complaint("\ufeffseed: 1\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1
          1 | �seed: 1
            | ^ a byte order mark
            = help: save the file as UTF-8 text without a mark
      "
    `);
  });

  test("a NUL", async () => {
    expect(await complaint("seed: \u0000\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:7
          1 | seed: �
            |       ^ a NUL character
            = help: save the file as UTF-8 text
      "
    `);
  });

  test("an empty file", async () => {
    expect(await complaint("# nothing yet\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml: the file is empty
            = help: write \`key: value\` lines
      "
    `);
  });

  test("a file that is a list", async () => {
    expect(await complaint("- 1\n- 2\n")).toMatchInlineSnapshot(`
      "
      error ring.yaml:1:1
          1 | - 1
            | ^^^ expected a map, got a list
            = help: write \`key: value\` lines
      "
    `);
  });

  test("several mistakes at once", async () => {
    expect(
      await complaint("loss:\n  use: sid/l2\n  lambda: '1'\n  clmp: 3\nsede: 1\ntrain:\n  steps: -1\n  rate: 1_000\n"),
    ).toMatchInlineSnapshot(`
      "
      error ring.yaml:3:11 at loss.lambda
          3 |   lambda: '1'
            |           ^^^ expected a number, got the text \`1\`
            = help: remove the quotes: this is text, not a number

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
            |         ^^^^^ expected a number, got the text \`1_000\`
            = help: write 1000
      "
    `);
  });
});

describe("a wrong override", () => {
  const right = `${loss}metrics: [{use: swd}]\n`;

  test("a misspelt key", async () => {
    expect(await complaint(right, "loss.lamda=1")).toMatchInlineSnapshot(`
      "
      error command line at loss.lamda
            | loss.lamda=1
            |      ^^^^^ unknown key \`lamda\`
            = help: did you mean \`lambda\`?
      "
    `);
  });

  test("a misspelt block", async () => {
    expect(await complaint(right, "trian.steps=10")).toMatchInlineSnapshot(`
      "
      error command line at trian
            | trian.steps=10
            | ^^^^^ unknown key \`trian\`
            = help: did you mean \`train\`?
      "
    `);
  });

  test("a wrong value", async () => {
    expect(await complaint(right, "train.steps=ten")).toMatchInlineSnapshot(`
      "
      error command line at train.steps
            | train.steps=ten
            |             ^^^ expected a number, got the text \`ten\`
      "
    `);
  });

  test("a value out of range", async () => {
    expect(await complaint(right, "train.rate=-1")).toMatchInlineSnapshot(`
      "
      error command line at train.rate
            | train.rate=-1
            |            ^^ expected more than 0, got \`-1\`
      "
    `);
  });

  test("a number with underscores", async () => {
    expect(await complaint(right, "train.steps=10_000")).toMatchInlineSnapshot(`
      "
      error command line at train.steps
            | train.steps=10_000
            |             ^^^^^^ expected a number, got the text \`10_000\`
            = help: write 10000
      "
    `);
  });

  test("nothing after the sign", async () => {
    expect(await complaint(right, "train.steps=")).toMatchInlineSnapshot(`
      "
      error command line at train.steps
            | train.steps=
            |       ^^^^^ expected a number, got nothing
            = help: give it a value, or remove the line
      "
    `);
  });

  test("no sign", async () => {
    expect(await complaint(right, "steps")).toMatchInlineSnapshot(`
      "
      error command line
            | steps
            | ^^^^^ an override is \`key=value\`
      "
    `);
  });

  test("a colon for the sign", async () => {
    expect(await complaint(right, "train.steps: 10")).toMatchInlineSnapshot(`
      "
      error command line
            | train.steps: 10
            | ^^^^^^^^^^^^^^^ an override is \`key=value\`
            = help: write \`train.steps=10\`
      "
    `);
  });

  test("a path with a hole", async () => {
    expect(await complaint(right, "train..steps=1")).toMatchInlineSnapshot(`
      "
      error command line
            | train..steps=1
            | ^^^^^^^^^^^^ this is not a path
            = help: write \`loss.lambda=1\` or \`metrics[0].samples=100\`
      "
    `);
  });

  test("an index beyond the list", async () => {
    expect(await complaint(right, "metrics[1].samples=1")).toMatchInlineSnapshot(`
      "
      error command line at metrics[1].samples
            | metrics[1].samples=1
            |         ^ the list ends at 0
      "
    `);
  });

  test("an index where there is no list", async () => {
    expect(await complaint(right, "train.betas[0]=1")).toMatchInlineSnapshot(`
      "
      error command line at train.betas[0]
            | train.betas[0]=1
            |             ^ there is no list to count in
      "
    `);
  });

  test("a value that is not YAML", async () => {
    expect(await complaint(right, "train.betas=[0, 1")).toMatchInlineSnapshot(`
      "
      error command line at train.betas
            | train.betas=[0, 1
            |             ^ a \`[\` that is not closed
      "
    `);
  });

  test("a whole block without its options", async () => {
    expect(await complaint(right, "loss=dde/kl")).toMatchInlineSnapshot(`
      "
      error command line at loss.lambda
            | loss=dde/kl
            | ^^^^ missing \`lambda\`, a number
            = help: weight of L1
      "
    `);
  });

  test("a wrong option in a whole block", async () => {
    expect(await complaint(right, "loss={use: dde/kl, lambda: high}")).toMatchInlineSnapshot(`
      "
      error command line at loss.lambda
            | loss={use: dde/kl, lambda: high}
            |                            ^^^^ expected a number, got the text \`high\`
      "
    `);
  });

  test("a key of the prototype", async () => {
    expect(await complaint(right, "train.__proto__.polluted=1")).toMatchInlineSnapshot(`
      "
      error command line at train.__proto__.polluted
            | train.__proto__.polluted=1
            |       ^^^^^^^^^ \`__proto__\` cannot be a key
      "
    `);
  });

  test("a key to remove", async () => {
    expect(await complaint(right, "~train")).toMatchInlineSnapshot(`
      "
      error command line
            | ~train
            | ^^^^^^ an override is \`key=value\`
            = help: a key cannot be removed; set it to another value
      "
    `);
  });

  test("a reference to nothing", async () => {
    expect(await complaint(right, "name=x-${sede}")).toMatchInlineSnapshot(`
      "
      error command line at name
            | name=x-\${sede}
            |        ^^^^^^^ nothing stands at \`sede\`
            = help: keys: \`loss\`, \`metrics\`, \`name\`
      "
    `);
  });
});
