import { describe, expect, test } from "vitest";
import { experimentErrorOfFile, lossPlugin } from "./project.fixture.ts";

describe("an error in `create`, and an object that violates the contract, name the plugin and its file", () => {
  test("`create` that throws an error", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ create: "() => { throw new TypeError('delta of what?'); }" })))
      .toMatchInlineSnapshot(`
        "
        error /project/experiments/ring.yaml:7:7 at loss
            7 | loss: ../plugins/mine.ts
              |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` fails in \`create\`: TypeError: delta of what?
              = help: see /project/plugins/mine.ts:9:25
        "
      `);
  });

  test("`create` that throws a TweedieError, which is passed on", async () => {
    expect(
      await experimentErrorOfFile(
        lossPlugin({
          imports: 'import { definePlugin, TweedieError } from "@tweedie/core";\nimport { z } from "zod";\n',
          create: `() => { throw new TweedieError({ where: "loss.delta", what: "too large", fix: "take less" }); }`,
        }),
      ),
    ).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:1 at loss.delta
          7 | loss: ../plugins/mine.ts
            | ^^^^ too large
            = help: take less
      "
    `);
  });

  test("`create` that is asynchronous", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ create: "async () => ({ student: () => 0 }) as never" })))
      .toMatchInlineSnapshot(`
        "
        error /project/experiments/ring.yaml:7:7 at loss
            7 | loss: ../plugins/mine.ts
              |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` creates no valid loss: \`create\` returns a promise, and must be synchronous
              = help: see /project/plugins/mine.ts
        "
      `);
  });

  test("`create` that returns nothing", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ create: "() => undefined as never" }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` creates no valid loss: \`create\` does not return an object
            = help: see /project/plugins/mine.ts
      "
    `);
  });

  test("`create` that returns a function", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ create: "() => (() => 0) as never" }))).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` creates no valid loss: \`create\` does not return an object
            = help: see /project/plugins/mine.ts
      "
    `);
  });

  test("`create` that returns an object of another role", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ create: "() => ({ quantile: () => 0 }) as never" })))
      .toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` creates no valid loss: \`student\` is missing: a function
            = help: see /project/plugins/mine.ts
      "
    `);
  });

  test("a field of the wrong type", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ create: "() => ({ student: 3 }) as never" })))
      .toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:7 at loss
          7 | loss: ../plugins/mine.ts
            |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` creates no valid loss: \`student\` is not a function
            = help: see /project/plugins/mine.ts
      "
    `);
  });

  test("an optional field of the wrong type", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ create: "() => ({ student: () => 0, draws: [] }) as never" })))
      .toMatchInlineSnapshot(`
        "
        error /project/experiments/ring.yaml:7:7 at loss
            7 | loss: ../plugins/mine.ts
              |       ^^^^^^^^^^^^^^^^^^ \`../plugins/mine.ts\` creates no valid loss: \`draws\` is not a function
              = help: see /project/plugins/mine.ts
        "
      `);
  });
});
