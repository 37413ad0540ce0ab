import { describe, expect, test } from "vitest";
import { experimentErrorOfFile, lossPlugin } from "./project.fixture.ts";

describe("a module without a plugin is refused", () => {
  test("an empty file", async () => {
    expect(await experimentErrorOfFile("")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has no default export
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("no default export", async () => {
    expect(await experimentErrorOfFile("export const loss = 1;\n")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has no default export
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a default export that is a function", async () => {
    expect(await experimentErrorOfFile("export default () => 1;\n")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports a function, not a plugin
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a default export that is another object", async () => {
    expect(await experimentErrorOfFile("export default { name: 'huber' };\n")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports an object, not a plugin
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a default export that is a string", async () => {
    expect(await experimentErrorOfFile("export default 'huber';\n")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports a string, not a plugin
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a default export that is undefined", async () => {
    expect(await experimentErrorOfFile("export default undefined;\n")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has no default export
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a default export that is null", async () => {
    expect(await experimentErrorOfFile("export default null;\n")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports nothing, not a plugin
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a syntax error", async () => {
    // The message has a position or not, depending on where the temporary project is.
    expect((await experimentErrorOfFile(lossPlugin() + "}")).replace(/(mine\.ts):\d+:\d+/, "$1"))
      .toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: [PARSE_ERROR] Unexpected token
            = note: it was loaded from /project/plugins/mine.ts
      "
    `);
  });

  test("an error on import", async () => {
    expect(await experimentErrorOfFile(lossPlugin() + "\nthrow new RangeError('no luck today');\n"))
      .toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: RangeError: no luck today
            = note: it was loaded from /project/plugins/mine.ts:12:7
      "
    `);
  });

  test("a string thrown on import", async () => {
    expect(await experimentErrorOfFile(lossPlugin() + "\nthrow 'no luck';\n")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: no luck
            = note: it was loaded from /project/plugins/mine.ts
      "
    `);
  });

  test("an import of a missing package", async () => {
    expect(await experimentErrorOfFile(`import "no-such-package";\n${lossPlugin()}`)).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` imports \`no-such-package\`, which is not installed there
            = note: it was loaded from /project/plugins/mine.ts:1:1
      "
    `);
  });

  test("an import of a missing file", async () => {
    expect(await experimentErrorOfFile(`import "./no-such-file.ts";\n${lossPlugin()}`)).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: Cannot find module './no-such-file.ts' imported from /project/plugins/mine.ts
            = note: it was loaded from /project/plugins/mine.ts:1:1
      "
    `);
  });

  test("an import of a missing name", async () => {
    expect(await experimentErrorOfFile(`import { noSuchName } from "@tweedie/core";\nnoSuchName();\n${lossPlugin()}`))
      .toMatchInlineSnapshot(`
        "
        error /project/experiments/ring.yaml:7:7 at loss.use
            7 | loss: ../plugins/mine.ts
              |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: TypeError: (0 , __vite_ssr_import_0__.noSuchName) is not a function
              = note: it was loaded from /project/plugins/mine.ts:2:1
        "
      `);
  });

  test("an undefined variable", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ summary: "noSuchName" }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` cannot be loaded: ReferenceError: noSuchName is not defined
            = note: it was loaded from /project/plugins/mine.ts:6:12
      "
    `);
  });
});
