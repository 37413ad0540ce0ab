import { describe, expect, test } from "vitest";
import { experimentErrorOfFile, lossPlugin } from "./project.fixture.ts";

describe("an invalid plugin is refused", () => {
  test("a plugin that was not created with definePlugin", async () => {
    expect(
      await experimentErrorOfFile(
        'import { z } from "zod";\nexport default { role: "loss", summary: "x", options: z.strictObject({}), uses: [], create: () => ({}) };\n',
      ),
    ).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` exports a plugin that was not created with definePlugin
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("a role that does not exist", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ role: `"los" as "loss"` }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has the role "los", which does not exist
            = note: it was loaded from /project/plugins/mine.ts
            = help: did you mean \`loss\`?
      "
    `);
  });

  test("a role that is not a string", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ role: "7 as never" }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has the role 7, which does not exist
            = note: it was loaded from /project/plugins/mine.ts
            = help: roles: \`data\`, \`schedule\`, \`network\`, \`teacher\`, \`student\`, \`fakeScore\`, \`loss\`, \`timeLaw\`, \`weighting\`, \`extractor\`, \`metric\`, \`tracker\`, \`sampler\`, \`pruner\`, \`launcher\`
      "
    `);
  });

  test("no summary", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ summary: `""` }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has no summary
            = note: it was loaded from /project/plugins/mine.ts
            = help: describe it in one line: \`summary: "..."\`
      "
    `);
  });

  test("aliases that are not a list", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ more: `aliases: "huber" as never,` }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has a string as \`aliases\`, not a list of names
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`aliases: ["fid"]\`
      "
    `);
  });

  test("options that are not a schema", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ options: "{ delta: 1 } as never" }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has an object as \`options\`, not a schema
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`options: z.strictObject({ ... })\`, with zod 4
      "
    `);
  });

  test("a role in `uses` that plugins cannot use", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ more: `uses: ["metrics" as "data"],` }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` uses "metrics", which is not a role that plugins can use
            = note: it was loaded from /project/plugins/mine.ts
            = help: roles: \`data\`, \`schedule\`, \`network\`, \`teacher\`, \`student\`, \`fakeScore\`, \`loss\`
      "
    `);
  });

  test("`uses` that is not a list", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ more: `uses: "data" as never,` }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has a string as \`uses\`, not a list
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`uses: ["data"]\`
      "
    `);
  });

  test("`create` that is not a function", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ create: "{} as never" }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has an object as \`create\`, not a function
            = note: it was loaded from /project/plugins/mine.ts
            = help: write \`export default definePlugin({ ... })\`
      "
    `);
  });

  test("another role", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ role: `"weighting"` }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss.use
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` has the role weighting, not loss
            = help: \`tweedie plugins loss\` lists the plugins of this role
      "
    `);
  });
});
