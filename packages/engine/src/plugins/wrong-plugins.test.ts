import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateExperiment } from "../experiment/validate.ts";
import { complaint, experiment, makeProject, plugin } from "./project.fixture.ts";

describe("a name that is refused", () => {
  test("a name in quotes that is empty", async () => {
    expect(await complaint('""')).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ""
            |       ^^ the name of a plugin is missing
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a URL of data", async () => {
    expect(await complaint('"data:text/javascript,process.exit(1)"')).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "data:text/javascript,process.exit(1)"
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`data:text/javascript,process.exit(1)\` is a URL, and plugins are not loaded by URL
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a URL of a file", async () => {
    expect(await complaint('"file:///etc/passwd"')).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "file:///etc/passwd"
            |       ^^^^^^^^^^^^^^^^^^^^ \`file:///etc/passwd\` is a URL, and plugins are not loaded by URL
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a URL of the web", async () => {
    expect(await complaint("https://example.org/huber.js")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: https://example.org/huber.js
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`https://example.org/huber.js\` is a URL, and plugins are not loaded by URL
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("an absolute path", async () => {
    expect(await complaint("/etc/passwd")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: /etc/passwd
            |       ^^^^^^^^^^^ \`/etc/passwd\` is an absolute path
            = help: write the path from this file, ./my-loss.ts
      "
    `);
  });

  test("the home folder", async () => {
    expect(await complaint('"~/huber.ts"')).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "~/huber.ts"
            |       ^^^^^^^^^^^^ \`~/huber.ts\` is an absolute path
            = help: write the path from this file, ./my-loss.ts
      "
    `);
  });

  test("a path of Windows", async () => {
    expect(await complaint(`'C:\\losses\\huber.ts'`)).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: 'C:\\losses\\huber.ts'
            |       ^^^^^^^^^^^^^^^^^^^^ \`C:\\losses\\huber.ts\` is an absolute path
            = help: write the path from this file, ./my-loss.ts
      "
    `);
  });

  test("a module of Node's", async () => {
    expect(await complaint("fs")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: fs
            |       ^^ \`fs\` is a module of Node's and no plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a module of Node's, by its scheme", async () => {
    expect(await complaint('"node:fs"')).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "node:fs"
            |       ^^^^^^^^^ \`node:fs\` is a module of Node's and no plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a module of Node's with a path", async () => {
    expect(await complaint("fs/promises")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: fs/promises
            |       ^^^^^^^^^^^ \`fs/promises\` is a module of Node's and no plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a path out of the project", async () => {
    expect(await complaint("../../secret.ts")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../../secret.ts
            |       ^^^^^^^^^^^^^^^ \`../../secret.ts\` leads out of the project
            = help: plugins are files in /lab, or of packages that its package.json allows
      "
    `);
  });

  test("a path into node_modules", async () => {
    expect(await complaint("../node_modules/my-lab-losses/src/secret.js")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../node_modules/my-lab-losses/src/secret.js
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`../node_modules/my-lab-losses/src/secret.js\` leads out of the project
            = help: plugins are files in /lab, or of packages that its package.json allows
      "
    `);
  });

  test("a path with an escape", async () => {
    expect(await complaint("../plugins/%2e%2e/huber.ts")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/%2e%2e/huber.ts
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^ \`../plugins/%2e%2e/huber.ts\` has the character \`%\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a path with a query", async () => {
    expect(await complaint('"../plugins/huber.ts?x"')).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "../plugins/huber.ts?x"
            |       ^^^^^^^^^^^^^^^^^^^^^^^ \`../plugins/huber.ts?x\` has the character \`?\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a path with a fragment", async () => {
    expect(await complaint('"../plugins/huber.ts#x"')).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "../plugins/huber.ts#x"
            |       ^^^^^^^^^^^^^^^^^^^^^^^ \`../plugins/huber.ts#x\` has the character \`#\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a path with a backslash", async () => {
    expect(await complaint(`'..\\plugins\\huber.ts'`)).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: '..\\plugins\\huber.ts'
            |       ^^^^^^^^^^^^^^^^^^^^^ \`..\\plugins\\huber.ts\` has the character \`\\\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a hidden folder", async () => {
    expect(await complaint("../.plugins/huber.ts")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../.plugins/huber.ts
            |       ^^^^^^^^^^^^^^^^^^^^ \`../.plugins/huber.ts\` is not the path of a TypeScript or JavaScript file
            = help: write it as ./my-loss.ts, without hidden folders
      "
    `);
  });

  test("a folder", async () => {
    expect(await complaint("../plugins")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins
            |       ^^^^^^^^^^ \`../plugins\` is not the path of a TypeScript or JavaScript file
            = help: write it as ./my-loss.ts, without hidden folders
      "
    `);
  });

  test("a file of data", async () => {
    expect(await complaint("./ring.yaml")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ./ring.yaml
            |       ^^^^^^^^^^^ \`./ring.yaml\` is not the path of a TypeScript or JavaScript file
            = help: write it as ./my-loss.ts, without hidden folders
      "
    `);
  });

  test("a file that is not there", async () => {
    expect(await complaint("../plugins/hubre.ts")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/hubre.ts
            |       ^^^^^^^^^^^^^^^^^^^ \`../plugins/hubre.ts\`: no such file
            = help: did you mean \`../plugins/huber.ts\`?
      "
    `);
  });

  test("a file without its folder", async () => {
    expect(await complaint("huber.ts")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: huber.ts
            |       ^^^^^^^^ \`huber.ts\` is not the name of a plugin
            = help: write \`./huber.ts\`
      "
    `);
  });

  test("a package with a query", async () => {
    expect(await complaint('"my-lab-losses/huber?x"')).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "my-lab-losses/huber?x"
            |       ^^^^^^^^^^^^^^^^^^^^^^^ \`my-lab-losses/huber?x\` has the character \`?\`
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a way out of a package", async () => {
    expect(await complaint("my-lab-losses/../other-losses")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: my-lab-losses/../other-losses
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`my-lab-losses/../other-losses\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a double slash", async () => {
    expect(await complaint("sid//l2")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid//l2
            |       ^^^^^^^ \`sid//l2\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a slash at the end", async () => {
    expect(await complaint("sid/")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid/
            |       ^^^^ \`sid/\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a letter that looks like another", async () => {
    expect(await complaint(`s\u0456d/l2`)).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sіd/l2
            |       ^^^^^^ \`sіd/l2\` has the character U+0456
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a letter of no width", async () => {
    expect(await complaint(`"si\u200bd/l2"`)).toContain("has the character U+200B");
  });

  test("a capital", async () => {
    expect(await complaint("Sid/L2")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: Sid/L2
            |       ^^^^^^ \`Sid/L2\` is not the name of a plugin
            = help: names have small letters: \`sid/l2\`
      "
    `);
  });

  test("a key of the prototype", async () => {
    expect(await complaint("__proto__")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: __proto__
            |       ^^^^^^^^^ \`__proto__\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a property of every object", async () => {
    expect(await complaint("constructor")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: constructor
            |       ^^^^^^^^^^^ \`constructor\` is not the name of a plugin
            = help: write family/name; \`tweedie plugins loss\` lists what fits here
      "
    `);
  });

  test("a method of every object", async () => {
    expect(await complaint("toString")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: toString
            |       ^^^^^^^^ \`toString\` is not the name of a plugin
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a name without end", async () => {
    expect(await complaint("x".repeat(300))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
            |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a name of 300 characters: 214 are allowed
      "
    `);
  });

  test("a space inside", async () => {
    expect(await complaint("sid l2")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid l2
            |       ^^^^^^ \`sid l2\` has the character U+0020
            = help: write family/name, package/name of a package that package.json allows, or ./file.ts
      "
    `);
  });

  test("a package that is not allowed", async () => {
    expect(await complaint("other-losses/index")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: other-losses/index
            |       ^^^^^^^^^^^^^^^^^^ \`other-losses\` is no family of plugins, and no package that package.json allows
            = help: \`tweedie plugins\` lists what there is; a package is allowed by "tweedie": { "plugins": ["other-losses"] }
      "
    `);
  });

  test("a package that is allowed and not installed", async () => {
    expect(await complaint("not-there/huber")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: not-there/huber
            |       ^^^^^^^^^^^^^^^ the package \`not-there\` is not installed
            = help: \`npm install not-there\`
      "
    `);
  });

  test("a misspelt package", async () => {
    expect(await complaint("my-lab-loses/huber")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: my-lab-loses/huber
            |       ^^^^^^^^^^^^^^^^^^ no plugin family \`my-lab-loses\` is installed
            = help: did you mean \`my-lab-losses/huber\`?
      "
    `);
  });

  test("a package that imports would find", async () => {
    expect(await complaint("@tweedie/engine")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7
          7 | loss: @tweedie/engine
            |       ^ a text cannot begin with \`@\`
            = help: quote it
      "
    `);
  });

  test("a family by its package's name", async () => {
    expect(await complaint('"@tweedie/plugin-sid/l2"')).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: "@tweedie/plugin-sid/l2"
            |       ^^^^^^^^^^^^^^^^^^^^^^^^ \`@tweedie/plugin-sid/l2\` is not how a family is named
            = help: write \`sid/l2\`
      "
    `);
  });

  test("a plugin that the package does not have", async () => {
    expect(await complaint("my-lab-losses/hubre")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: my-lab-losses/hubre
            |       ^^^^^^^^^^^^^^^^^^^ no plugin \`my-lab-losses/hubre\`
            = help: did you mean \`my-lab-losses/huber\`?
      "
    `);
  });

  test("a file of the package's own", async () => {
    expect(await complaint("my-lab-losses/src/secret")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: my-lab-losses/src/secret
            |       ^^^^^^^^^^^^^^^^^^^^^^^^ no plugin \`my-lab-losses/src/secret\`
            = help: plugins of my-lab-losses: \`my-lab-losses\`, \`my-lab-losses/extra/charbonnier\`, \`my-lab-losses/huber\`
      "
    `);
  });

  test("a misspelt plugin", async () => {
    expect(await complaint("sid/l22")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid/l22
            |       ^^^^^^^ no plugin \`sid/l22\`
            = help: did you mean \`sid/l2\`?
      "
    `);
  });

  test("a misspelt family", async () => {
    expect(await complaint("sdi/l2")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sdi/l2
            |       ^^^^^^ no plugin family \`sdi\` is installed
            = help: did you mean \`sid/l2\`?
      "
    `);
  });

  test("a family that is like none", async () => {
    expect(await complaint("quux/l2")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: quux/l2
            |       ^^^^^^^ \`quux\` is no family of plugins, and no package that package.json allows
            = help: \`tweedie plugins\` lists what there is; a package is allowed by "tweedie": { "plugins": ["quux"] }
      "
    `);
  });

  test("a name alone", async () => {
    expect(await complaint("l2")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: l2
            |       ^^ \`l2\` is not the name of a plugin
            = help: write family/name; \`tweedie plugins loss\` lists what fits here
      "
    `);
  });

  test("a plugin of another role", async () => {
    expect(await complaint("students/mlp")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: students/mlp
            |       ^^^^^^^^^^^^ \`students/mlp\` fills the role student, not loss
            = help: \`tweedie plugins loss\` lists what fits here
      "
    `);
  });
});

/** What is said of an experiment whose loss is this file. */
const complaintOf = (text: string, loss = "../plugins/mine.ts") => complaint(loss, { "plugins/mine.ts": text });

describe("a file that is refused", () => {
  test("nothing", async () => {
    expect(await complaintOf("")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has no default export
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("no default export", async () => {
    expect(await complaintOf("export const loss = 1;\n")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has no default export
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a function", async () => {
    expect(await complaintOf("export default () => 1;\n")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports a function, not a plugin
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("another object", async () => {
    expect(await complaintOf("export default { name: 'huber' };\n")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports an object, not a plugin
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a text", async () => {
    expect(await complaintOf("export default 'huber';\n")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports a text, not a plugin
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("nothing in particular", async () => {
    expect(await complaintOf("export default undefined;\n")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has no default export
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("null", async () => {
    expect(await complaintOf("export default null;\n")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports nothing, not a plugin
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a plugin that definePlugin did not make", async () => {
    expect(
      await complaintOf(
        'import { z } from "zod";\nexport default { role: "loss", summary: "x", options: z.strictObject({}), uses: [], create: () => ({}) };\n',
      ),
    ).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports a plugin that definePlugin did not make
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a plugin for another version", async () => {
    expect(
      await complaintOf(
        plugin()
          .replace("export default definePlugin(", "export default Object.assign({}, definePlugin(")
          .replace("\n});", "\n}), { apiVersion: 2 });"),
      ),
    ).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` is made for version 2 of the plugin interface, and this is version 1
            = note: it was read from /lab/plugins/mine.ts
            = help: install versions of the plugin and of Tweedie that belong together
      "
    `);
  });

  test("a role that does not exist", async () => {
    expect(await complaintOf(plugin({ role: `"los" as "loss"` }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has the role "los", which does not exist
            = note: it was read from /lab/plugins/mine.ts
            = help: did you mean \`loss\`?
      "
    `);
  });

  test("a role that is no text", async () => {
    expect(await complaintOf(plugin({ role: "7 as never" }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has the role 7, which does not exist
            = note: it was read from /lab/plugins/mine.ts
            = help: roles: \`data\`, \`schedule\`, \`network\`, \`teacher\`, \`student\`, \`fakeScore\`, \`loss\`, \`timeLaw\`, \`weighting\`, \`extractor\`, \`metric\`, \`tracker\`, \`sampler\`, \`pruner\`, \`launcher\`
      "
    `);
  });

  test("no summary", async () => {
    expect(await complaintOf(plugin({ summary: `""` }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has no summary
            = note: it was read from /lab/plugins/mine.ts
            = help: say in one line what it is: \`summary: "..."\`
      "
    `);
  });

  test("options that are no schema", async () => {
    expect(await complaintOf(plugin({ options: "{ delta: 1 } as never" }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has an object for its options, not a schema
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`options: z.strictObject({ ... })\`, with zod 4
      "
    `);
  });

  test("a role to use that cannot be used", async () => {
    expect(await complaintOf(plugin({ more: `uses: ["metrics" as "data"],` }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` uses "metrics", which is no role that a plugin can use
            = note: it was read from /lab/plugins/mine.ts
            = help: roles: \`data\`, \`schedule\`, \`network\`, \`teacher\`, \`student\`, \`fakeScore\`, \`loss\`
      "
    `);
  });

  test("uses that is no list", async () => {
    expect(await complaintOf(plugin({ more: `uses: "data" as never,` }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` uses a text
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`uses: ["data"]\`
      "
    `);
  });

  test("create that is no function", async () => {
    expect(await complaintOf(plugin({ create: "{} as never" }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has an object for create
            = note: it was read from /lab/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a syntax error", async () => {
    // Whether the place is told hangs on where the project lies beside the file.
    expect((await complaintOf(plugin() + "}")).replace(/(mine\.ts):\d+:\d+/, "$1")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: [PARSE_ERROR] Unexpected token
            = note: it was read from /lab/plugins/mine.ts
      "
    `);
  });

  test("an error on import", async () => {
    expect(await complaintOf(plugin() + "\nthrow new RangeError('no luck today');\n")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: RangeError: no luck today
            = note: it was read from /lab/plugins/mine.ts:12:7
      "
    `);
  });

  test("a text thrown on import", async () => {
    expect(await complaintOf(plugin() + "\nthrow 'no luck';\n")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: no luck
            = note: it was read from /lab/plugins/mine.ts
      "
    `);
  });

  test("an import of a package that is not there", async () => {
    expect(await complaintOf(`import "no-such-package";\n${plugin()}`)).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` imports \`no-such-package\`, which is not installed there
            = note: it was read from /lab/plugins/mine.ts:1:1
      "
    `);
  });

  test("an import of a file that is not there", async () => {
    expect(await complaintOf(`import "./no-such-file.ts";\n${plugin()}`)).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: Cannot find module './no-such-file.ts' imported from /lab/plugins/mine.ts
            = note: it was read from /lab/plugins/mine.ts:1:1
      "
    `);
  });

  test("an import of a name that is not there", async () => {
    expect(await complaintOf(`import { noSuchName } from "@tweedie/core";\nnoSuchName();\n${plugin()}`))
      .toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: TypeError: (0 , __vite_ssr_import_0__.noSuchName) is not a function
            = note: it was read from /lab/plugins/mine.ts:2:1
      "
    `);
  });

  test("a name that is not defined", async () => {
    expect(await complaintOf(plugin({ summary: "noSuchName" }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: ReferenceError: noSuchName is not defined
            = note: it was read from /lab/plugins/mine.ts:6:12
      "
    `);
  });

  test("another role", async () => {
    expect(await complaintOf(plugin({ role: `"weighting"` }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` fills the role weighting, not loss
            = help: \`tweedie plugins loss\` lists what fits here
      "
    `);
  });

  test("create that throws", async () => {
    expect(await complaintOf(plugin({ create: "() => { throw new TypeError('delta of what?'); }" })))
      .toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` fails when it is made: TypeError: delta of what?
            = help: see /lab/plugins/mine.ts:9:25
      "
    `);
  });

  test("create that refuses in the words of the house", async () => {
    expect(
      await complaintOf(
        plugin({
          imports: 'import { definePlugin, TweedieError } from "@tweedie/core";\nimport { z } from "zod";\n',
          create: `() => { throw new TweedieError({ where: "loss.delta", what: "too large", fix: "take less" }); }`,
        }),
      ),
    ).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:1 at loss.delta
          7 | loss: ../plugins/mine.ts
            | ^^^^ too large
            = help: take less
      "
    `);
  });

  test("create that waits", async () => {
    expect(await complaintOf(plugin({ create: "async () => ({ student: () => 0 }) as never" }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` makes no loss: create gave a promise; it cannot wait
            = help: see /lab/plugins/mine.ts
      "
    `);
  });

  test("create that gives nothing", async () => {
    expect(await complaintOf(plugin({ create: "() => undefined as never" }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` makes no loss: create gave no object
            = help: see /lab/plugins/mine.ts
      "
    `);
  });

  test("create that gives a function", async () => {
    expect(await complaintOf(plugin({ create: "() => (() => 0) as never" }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` makes no loss: create gave no object
            = help: see /lab/plugins/mine.ts
      "
    `);
  });

  test("create that gives another role", async () => {
    expect(await complaintOf(plugin({ create: "() => ({ quantile: () => 0 }) as never" }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` makes no loss: \`student\` is missing: a function
            = help: see /lab/plugins/mine.ts
      "
    `);
  });

  test("a member of the wrong kind", async () => {
    expect(await complaintOf(plugin({ create: "() => ({ student: 3 }) as never" }))).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` makes no loss: \`student\` is not a function
            = help: see /lab/plugins/mine.ts
      "
    `);
  });

  test("an optional member of the wrong kind", async () => {
    expect(await complaintOf(plugin({ create: "() => ({ student: () => 0, draws: [] }) as never" })))
      .toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` makes no loss: \`draws\` is not a function
            = help: see /lab/plugins/mine.ts
      "
    `);
  });

  test("a check of options that throws", async () => {
    expect(await complaintOf(plugin({ options: "z.strictObject({}).refine(() => { throw new Error('odd'); })" })))
      .toMatchInlineSnapshot(`
        "
        error /lab/experiments/ring.yaml:7:7 at loss
            7 | loss: ../plugins/mine.ts
              |       ^^^^^^^^^^^^^^^^^^ the options of \`../plugins/mine.ts\` cannot be checked: odd
              = note: see /lab/plugins/mine.ts:7:52
        "
      `);
  });

  test("a check of options that waits", async () => {
    expect(await complaintOf(plugin({ options: "z.strictObject({}).refine(async () => true)" })))
      .toMatchInlineSnapshot(`
        "
        error /lab/experiments/ring.yaml:7:7 at loss
            7 | loss: ../plugins/mine.ts
              |       ^^^^^^^^^^^^^^^^^^ the options of \`../plugins/mine.ts\` cannot be checked: Encountered Promise during synchronous parse. Use .parseAsync() instead.
              = note: see /lab/plugins/mine.ts
        "
      `);
  });

  test("a wrong option", async () => {
    expect(await complaintOf(plugin(), "{ use: ../plugins/mine.ts, delta: -1 }")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:41 at loss.delta
          7 | loss: { use: ../plugins/mine.ts, delta: -1 }
            |                                         ^^ expected more than 0, got \`-1\`
      "
    `);
  });

  test("a misspelt option", async () => {
    expect(await complaintOf(plugin(), "{ use: ../plugins/mine.ts, detla: 1 }")).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:34 at loss.detla
          7 | loss: { use: ../plugins/mine.ts, detla: 1 }
            |                                  ^^^^^ unknown key \`detla\`
            = help: did you mean \`delta\`?
      "
    `);
  });

  test("a folder that has the name of a file", async () => {
    const root = makeProject({ "experiments/ring.yaml": experiment("./huber.ts") });
    mkdirSync(join(root, "experiments/huber.ts"));
    await expect(validateExperiment({ file: join(root, "experiments/ring.yaml") })).rejects.toThrow(
      "`./huber.ts` is not a file",
    );
  });
});

describe("a package.json that is refused", () => {
  const says = (text: string) => complaint("sid/l2", { "package.json": text });

  test("that is not JSON", async () => {
    expect(await says("{")).toMatchInlineSnapshot(`
      "
      /lab/package.json: not JSON
        = help: write "tweedie": { "plugins": ["my-lab-losses"] }
      "
    `);
  });

  test("with plugins that are no list", async () => {
    expect(await says('{ "tweedie": { "plugins": "my-lab-losses" } }')).toMatchInlineSnapshot(`
      "
      /lab/package.json: tweedie.plugins: Invalid input: expected array, received string
        = help: write "tweedie": { "plugins": ["my-lab-losses"] }
      "
    `);
  });

  test("with another key", async () => {
    expect(await says('{ "tweedie": { "plugin": ["my-lab-losses"] } }')).toMatchInlineSnapshot(`
      "
      /lab/package.json: tweedie: Unrecognized key: "plugin"
        = help: write "tweedie": { "plugins": ["my-lab-losses"] }
      "
    `);
  });

  test("with a path", async () => {
    expect(await says('{ "tweedie": { "plugins": ["./plugins"] } }')).toMatchInlineSnapshot(`
      "
      /lab/package.json: tweedie.plugins: \`./plugins\` is not the name of a package
        = help: write "tweedie": { "plugins": ["my-lab-losses"] }
      "
    `);
  });

  test("with a module of Node's", async () => {
    expect(await says('{ "tweedie": { "plugins": ["fs"] } }')).toMatchInlineSnapshot(`
      "
      /lab/package.json: tweedie.plugins: \`fs\` is not the name of a package
        = help: write "tweedie": { "plugins": ["my-lab-losses"] }
      "
    `);
  });

  test("with a subpath", async () => {
    expect(await says('{ "tweedie": { "plugins": ["my-lab-losses/huber"] } }')).toMatchInlineSnapshot(`
      "
      /lab/package.json: tweedie.plugins: \`my-lab-losses/huber\` is not the name of a package
        = help: write "tweedie": { "plugins": ["my-lab-losses"] }
      "
    `);
  });

  test("with a package that has the name of a family", async () => {
    const manifest = '{ "tweedie": { "plugins": ["sid"] } }';
    expect(await complaint("sid/l2", { "package.json": manifest })).toMatchInlineSnapshot(`
      "
      error /lab/experiments/ring.yaml:7:7 at loss.use
          7 | loss: sid/l2
            |       ^^^^^^ \`sid\` is a family of Tweedie's and a package that package.json allows
            = help: take the package out of package.json, or rename it
      "
    `);
  });
});
