import { describe, expect, test } from "vitest";
import { experimentErrorOf } from "./project.fixture.ts";

describe("a name that is neither a package nor a file is refused", () => {
  test("an empty name", async () => {
    expect(await experimentErrorOf('""')).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ""
            |       ^^ the name of a plugin is missing
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a data URL", async () => {
    expect(await experimentErrorOf('"data:text/javascript,process.exit(1)"')).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "data:text/javascript,process.exit(1)"
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`data:text/javascript,process.exit(1)\` is a URL; plugins are not loaded from URLs
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a file URL", async () => {
    expect(await experimentErrorOf('"file:///etc/passwd"')).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "file:///etc/passwd"
            |       ^^^^^^^^^^^^^^^^^^^^ \`file:///etc/passwd\` is a URL; plugins are not loaded from URLs
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("an https URL", async () => {
    expect(await experimentErrorOf("https://example.org/huber.js")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: https://example.org/huber.js
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`https://example.org/huber.js\` is a URL; plugins are not loaded from URLs
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("an absolute path", async () => {
    expect(await experimentErrorOf("/etc/passwd")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: /etc/passwd
            |       ^^^^^^^^^^^ \`/etc/passwd\` is an absolute path
            = help: write the path from this file, ./my-loss.ts
      "
    `);
  });

  test("a path from the home folder", async () => {
    expect(await experimentErrorOf('"~/huber.ts"')).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "~/huber.ts"
            |       ^^^^^^^^^^^^ \`~/huber.ts\` is an absolute path
            = help: write the path from this file, ./my-loss.ts
      "
    `);
  });

  test("a Windows path", async () => {
    expect(await experimentErrorOf(`'C:\\losses\\huber.ts'`)).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: 'C:\\losses\\huber.ts'
            |       ^^^^^^^^^^^^^^^^^^^^ \`C:\\losses\\huber.ts\` is an absolute path
            = help: write the path from this file, ./my-loss.ts
      "
    `);
  });

  test("a built-in module of Node", async () => {
    expect(await experimentErrorOf("fs")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: fs
            |       ^^ \`fs\` is a built-in module of Node, not a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a built-in module with the scheme `node:`", async () => {
    expect(await experimentErrorOf('"node:fs"')).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "node:fs"
            |       ^^^^^^^^^ \`node:fs\` is a built-in module of Node, not a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a built-in module with a subpath", async () => {
    expect(await experimentErrorOf("fs/promises")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: fs/promises
            |       ^^^^^^^^^^^ \`fs/promises\` is a built-in module of Node, not a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a double slash", async () => {
    expect(await experimentErrorOf("sid//l2")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid//l2
            |       ^^^^^^^ \`sid//l2\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a slash at the end", async () => {
    expect(await experimentErrorOf("sid/")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid/
            |       ^^^^ \`sid/\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a letter that looks like another one", async () => {
    expect(await experimentErrorOf(`s\u0456d/l2`)).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sіd/l2
            |       ^^^^^^ \`sіd/l2\` contains the character U+0456
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("an invisible character", async () => {
    expect(await experimentErrorOf(`"si\u200bd/l2"`)).toContain("contains the character U+200B");
  });

  test("capital letters", async () => {
    expect(await experimentErrorOf("Sid/L2")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: Sid/L2
            |       ^^^^^^ \`Sid/L2\` is not the name of a plugin
            = help: names are lower case: \`sid/l2\`
      "
    `);
  });

  test("a key of JavaScript's prototype", async () => {
    expect(await experimentErrorOf("__proto__")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: __proto__
            |       ^^^^^^^^^ \`__proto__\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("the name of a property of every object", async () => {
    expect(await experimentErrorOf("constructor")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: constructor
            |       ^^^^^^^^^^^ \`constructor\` is not the name of a plugin
            = help: write family/name; \`tweedie plugins loss\` lists the plugins of this role
      "
    `);
  });

  test("the name of a method of every object", async () => {
    expect(await experimentErrorOf("toString")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: toString
            |       ^^^^^^^^ \`toString\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a long name", async () => {
    expect(await experimentErrorOf("x".repeat(300))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a name of 300 characters, more than the 214 that are allowed
      "
    `);
  });

  test("a space", async () => {
    expect(await experimentErrorOf("sid l2")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid l2
            |       ^^^^^^ \`sid l2\` contains the character U+0020
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });
});
