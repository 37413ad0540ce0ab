import { describe, expect, test } from "vitest";
import { experimentErrorOf } from "./project.fixture.ts";

describe("a wrong package or plugin of a package is refused", () => {
  test("a package with a query", async () => {
    expect(await experimentErrorOf('"my-losses/huber?x"')).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "my-losses/huber?x"
            |       ^^^^^^^^^^^^^^^^^^^ \`my-losses/huber?x\` contains the character \`?\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a path that leads out of a package", async () => {
    expect(await experimentErrorOf("my-losses/../other-losses")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: my-losses/../other-losses
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^ \`my-losses/../other-losses\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a package that is not allowed", async () => {
    expect(await experimentErrorOf("other-losses/index")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: other-losses/index
            |       ^^^^^^^^^^^^^^^^^^ \`other-losses\` is neither a plugin family nor a package that package.json allows
            = help: \`tweedie plugins\` lists all plugins; to allow a package, write "tweedie": { "plugins": ["other-losses"] }
      "
    `);
  });

  test("a package that is allowed but not installed", async () => {
    expect(await experimentErrorOf("not-there/huber")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: not-there/huber
            |       ^^^^^^^^^^^^^^^ the package \`not-there\` is not installed
            = help: \`npm install not-there\`
      "
    `);
  });

  test("a misspelt package", async () => {
    expect(await experimentErrorOf("my-loses/huber")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: my-loses/huber
            |       ^^^^^^^^^^^^^^ no plugin family \`my-loses\` is installed
            = help: did you mean \`my-losses/huber\`?
      "
    `);
  });

  test("an unquoted package name with a scope", async () => {
    expect(await experimentErrorOf("@tweedie/engine")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7
          7 | loss: @tweedie/engine
            |       ^ an unquoted string cannot begin with \`@\`
            = help: quote it
      "
    `);
  });

  test("a family with its package name", async () => {
    expect(await experimentErrorOf('"@tweedie/plugin-sid/l2"')).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "@tweedie/plugin-sid/l2"
            |       ^^^^^^^^^^^^^^^^^^^^^^^^ \`@tweedie/plugin-sid/l2\` uses the package name of a family
            = help: write \`sid/l2\`
      "
    `);
  });

  test("a misspelt plugin of a package", async () => {
    expect(await experimentErrorOf("my-losses/hubre")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: my-losses/hubre
            |       ^^^^^^^^^^^^^^^ no plugin \`my-losses/hubre\`
            = help: did you mean \`my-losses/huber\`?
      "
    `);
  });

  test("a file that the package does not export", async () => {
    expect(await experimentErrorOf("my-losses/src/secret")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: my-losses/src/secret
            |       ^^^^^^^^^^^^^^^^^^^^ no plugin \`my-losses/src/secret\`
            = help: plugins of my-losses: \`my-losses\`, \`my-losses/extra/charbonnier\`, \`my-losses/huber\`
      "
    `);
  });

  test("a misspelt plugin", async () => {
    expect(await experimentErrorOf("sid/l22")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid/l22
            |       ^^^^^^^ no plugin \`sid/l22\`
            = help: did you mean \`sid/l2\`?
      "
    `);
  });

  test("a misspelt family", async () => {
    expect(await experimentErrorOf("sdi/l2")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sdi/l2
            |       ^^^^^^ no plugin family \`sdi\` is installed
            = help: did you mean \`sid/l2\`?
      "
    `);
  });

  test("a family that resembles no other", async () => {
    expect(await experimentErrorOf("quux/l2")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: quux/l2
            |       ^^^^^^^ \`quux\` is neither a plugin family nor a package that package.json allows
            = help: \`tweedie plugins\` lists all plugins; to allow a package, write "tweedie": { "plugins": ["quux"] }
      "
    `);
  });

  test("a name without its family", async () => {
    expect(await experimentErrorOf("l2")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: l2
            |       ^^ \`l2\` is not the name of a plugin
            = help: did you mean \`sid/l2\`?
      "
    `);
  });

  test("a plugin of another role", async () => {
    expect(await experimentErrorOf("students/mlp")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: students/mlp
            |       ^^^^^^^^^^^^ \`students/mlp\` has the role student, not loss
            = help: \`tweedie plugins loss\` lists the plugins of this role
      "
    `);
  });
});
