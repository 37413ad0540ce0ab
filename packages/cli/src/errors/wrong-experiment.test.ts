import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { failingCommand } from "./failing-command.fixture.ts";

const { folder, file, errorText } = failingCommand();

test("a file that does not exist", async () => {
  expect(await errorText("run", join(folder, "rign.yaml"))).toMatchInlineSnapshot(`
    "
    error rign.yaml: no such file
          = help: did you mean \`ring.yaml\`?
    "
  `);
});

test("a second file", async () => {
  expect(await errorText("run", file, "small.yaml")).toMatchInlineSnapshot(`
    "
    error command line
          | small.yaml
          | ^^^^^^^^^^ an override is \`key=value\`
          = help: merge another file over this one with \`-c\`
    "
  `);
});

test("an extra file that does not exist", async () => {
  expect(await errorText("run", file, "-c", join(folder, "small.yaml"))).toMatchInlineSnapshot(`
    "
    error small.yaml: no such file
    "
  `);
});

test("a misspelt option of a plugin", async () => {
  expect(await errorText("run", file, "loss.lamda=1")).toMatchInlineSnapshot(`
    "
    error command line at loss.lamda
          | loss.lamda=1
          |      ^^^^^ unknown key \`lamda\`
          = help: did you mean \`lambda\`?
    "
  `);
});

test("a value of the wrong type", async () => {
  expect(await errorText("run", file, "loss.lambda=high")).toMatchInlineSnapshot(`
    "
    error command line at loss.lambda
          | loss.lambda=high
          |             ^^^^ expected a number or a map, got the string \`high\`
    "
  `);
});

test("a number with underscores", async () => {
  expect(await errorText("run", file, "distill.steps=10_000")).toMatchInlineSnapshot(`
    "
    error command line at distill.steps
          | distill.steps=10_000
          |               ^^^^^^ expected a number, got the string \`10_000\`
          = help: write 10000
    "
  `);
});

test("a key in the wrong place", async () => {
  expect(await errorText("run", file, "halfLife=1")).toMatchInlineSnapshot(`
    "
    error command line at halfLife
          | halfLife=1
          | ^^^^^^^^ unknown key \`halfLife\`
          = help: did you mean \`pretrain.ema.halfLife\` or \`distill.student.ema.halfLife\`?
    "
  `);
});

test("a plugin that does not exist", async () => {
  expect(await errorText("run", file, "loss=sid/l3")).toMatchInlineSnapshot(`
    "
    error command line at loss.use
          | loss=sid/l3
          |      ^^^^^^ no plugin \`sid/l3\`
          = help: did you mean \`sid/l1\`?
    "
  `);
});

test("a family that does not exist", async () => {
  expect(await errorText("run", file, "loss=sd/l2")).toMatchInlineSnapshot(`
    "
    error command line at loss.use
          | loss=sd/l2
          |      ^^^^^ no plugin family \`sd\` is installed
          = help: did you mean \`sid/l2\`?
    "
  `);
});

test("a plugin of another role", async () => {
  expect(await errorText("run", file, "loss=teachers/mixture")).toMatchInlineSnapshot(`
    "
    error command line at loss.use
          | loss=teachers/mixture
          |      ^^^^^^^^^^^^^^^^ \`teachers/mixture\` has the role teacher, not loss
          = help: \`tweedie plugins loss\` lists the plugins of this role
    "
  `);
});

test("a name without a family", async () => {
  expect(await errorText("run", file, "loss=l2")).toMatchInlineSnapshot(`
    "
    error command line at loss.use
          | loss=l2
          |      ^^ \`l2\` is not the name of a plugin
          = help: did you mean \`sid/l2\`?
    "
  `);
});

test("an item of a list that does not exist", async () => {
  expect(await errorText("run", file, "evaluate.metrics[0].use=metrics/mmd")).toMatchInlineSnapshot(`
    "
    error command line at evaluate.metrics[0].use
          | evaluate.metrics[0].use=metrics/mmd
          |                  ^ an index into a value that is not a list
    "
  `);
});

test("several errors", async () => {
  expect(await errorText("run", file, "loss.lamda=1", "seed=-3", "distil.steps=10")).toMatchInlineSnapshot(`
    "
    error command line at loss.lamda
          | loss.lamda=1
          |      ^^^^^ unknown key \`lamda\`
          = help: did you mean \`lambda\`?

    error command line at seed
          | seed=-3
          |      ^^ expected at least 0, got \`-3\`

    error command line at distil
          | distil.steps=10
          | ^^^^^^ unknown key \`distil\`
          = help: did you mean \`distill\`?
    "
  `);
});

test("a wrong experiment and a missing one", async () => {
  expect(await errorText("validate", file.replace("ring", "wrong"), file.replace("ring", "rnig")))
    .toMatchInlineSnapshot(`
      "
      error wrong.yaml:5:47 at fakeScore.init
          5 | fakeScore: { use: fake-scores/denoiser, init: teacher }
            |                                               ^^^^^^^ the teacher is a closed form, which has no network weights to copy
            = help: write \`init: random\`

      error rnig.yaml: no such file
            = help: did you mean \`ring.yaml\`?

      "
    `);
});

test("a reference to a missing key", async () => {
  expect(await errorText("config", "show", file, "name=${sede}")).toMatchInlineSnapshot(`
    "
    error command line at name
          | name=\${sede}
          |      ^^^^^^^ there is no \`sede\`
          = help: keys: \`name\`, \`data\`, \`teacher\`, \`student\`, \`fakeScore\`, \`loss\`
    "
  `);
});

test("an extension of a sweep's trial", async () => {
  const trial = join(folder, "sweeps/lambda/trials/0");
  mkdirSync(trial, { recursive: true });
  writeFileSync(join(folder, "sweeps/lambda/journal.jsonl"), "");
  writeFileSync(join(trial, "status.json"), "{}");
  const text = await errorText("extend", trial, "distill.steps=6000");
  expect(text).toContain("is a trial of a sweep, whose trials are compared at equal lengths");
  expect(text).toContain("help: run its experiment by itself: tweedie run ");
});

test("a seed that is too large", async () => {
  expect(await errorText("run", file, "--seed", "9007199254740993")).toMatchInlineSnapshot(`
    "
    error --seed: expected an integer of at least 0, got \`9007199254740993\`
    "
  `);
});
