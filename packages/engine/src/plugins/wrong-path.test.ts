import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { experimentErrorOf, projectWithLoss, validateRing } from "./project.fixture.ts";

describe("a wrong path is refused", () => {
  test("a path outside the project", async () => {
    expect(await experimentErrorOf("../../secret.ts")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../../secret.ts
            |       ^^^^^^^^^^^^^^^ \`../../secret.ts\` is outside the project
            = help: a plugin is a file in /project, or part of a package that its package.json allows
      "
    `);
  });

  test.each(["plugins/cauchy.ts", "plugins/Cauchy.ts", "cauchy.mts"])("%s, as a shell completes it", async (path) => {
    const text = await experimentErrorOf(path);
    expect(text).toContain(`\`${path}\` is a path that does not begin with \`./\``);
    expect(text).toContain(`help: write \`./${path}\``);
  });

  test("a path into node_modules", async () => {
    expect(await experimentErrorOf("../node_modules/my-losses/src/secret.js")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../node_modules/my-losses/src/secret.js
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`../node_modules/my-losses/src/secret.js\` is in node_modules
            = help: a plugin is a file in /project, or part of a package that its package.json allows
      "
    `);
  });

  test("a percent-encoded path", async () => {
    expect(await experimentErrorOf("../plugins/%2e%2e/huber.ts")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/%2e%2e/huber.ts
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^ \`../plugins/%2e%2e/huber.ts\` contains the character \`%\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a path with a query", async () => {
    expect(await experimentErrorOf('"../plugins/huber.ts?x"')).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "../plugins/huber.ts?x"
            |       ^^^^^^^^^^^^^^^^^^^^^^^ \`../plugins/huber.ts?x\` contains the character \`?\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a path with a fragment", async () => {
    expect(await experimentErrorOf('"../plugins/huber.ts#x"')).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "../plugins/huber.ts#x"
            |       ^^^^^^^^^^^^^^^^^^^^^^^ \`../plugins/huber.ts#x\` contains the character \`#\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a path with a backslash", async () => {
    expect(await experimentErrorOf(`'..\\plugins\\huber.ts'`)).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: '..\\plugins\\huber.ts'
            |       ^^^^^^^^^^^^^^^^^^^^^ \`..\\plugins\\huber.ts\` contains the character \`\\\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a hidden folder", async () => {
    expect(await experimentErrorOf("../.plugins/huber.ts")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../.plugins/huber.ts
            |       ^^^^^^^^^^^^^^^^^^^^ \`../.plugins/huber.ts\` is not the path of a TypeScript or JavaScript file
            = help: write it as ./my-loss.ts, without hidden folders
      "
    `);
  });

  test("a folder", async () => {
    expect(await experimentErrorOf("../plugins")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins
            |       ^^^^^^^^^^ \`../plugins\` is not the path of a TypeScript or JavaScript file
            = help: write it as ./my-loss.ts, without hidden folders
      "
    `);
  });

  test("a data file", async () => {
    expect(await experimentErrorOf("./ring.yaml")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ./ring.yaml
            |       ^^^^^^^^^^^ \`./ring.yaml\` is not the path of a TypeScript or JavaScript file
            = help: write it as ./my-loss.ts, without hidden folders
      "
    `);
  });

  test("a missing file", async () => {
    expect(await experimentErrorOf("../plugins/hubre.ts")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/hubre.ts
            |       ^^^^^^^^^^^^^^^^^^^ \`../plugins/hubre.ts\`: no such file
            = help: did you mean \`../plugins/huber.ts\`?
      "
    `);
  });

  test("a file without its folder", async () => {
    expect(await experimentErrorOf("huber.ts")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: huber.ts
            |       ^^^^^^^^ \`huber.ts\` is a path that does not begin with \`./\`
            = help: write \`./huber.ts\`
      "
    `);
  });

  test("a folder with the name of a file", async () => {
    const root = projectWithLoss("./huber.ts");
    mkdirSync(join(root, "experiments/huber.ts"));
    await expect(validateRing(root)).rejects.toThrow("`./huber.ts` is not a file");
  });
});
