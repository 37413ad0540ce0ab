import { describe, expect, test } from "vitest";
import { experimentErrorOfFile, lossPlugin } from "./project.fixture.ts";

describe("wrong options are reported at the option", () => {
  test("a schema of options that throws", async () => {
    expect(
      await experimentErrorOfFile(
        lossPlugin({ options: "z.strictObject({}).refine(() => { throw new Error('odd'); })" }),
      ),
    ).toMatchInlineSnapshot(`
        "
        error /project/experiments/ring.yaml:7:7 at loss
            7 | loss: ../plugins/mine.ts
              |       ^^^^^^^^^^^^^^^^^^ the options of \`../plugins/mine.ts\` cannot be checked: odd
              = note: see /project/plugins/mine.ts:7:52
        "
      `);
  });

  test("a schema of options that is asynchronous", async () => {
    expect(await experimentErrorOfFile(lossPlugin({ options: "z.strictObject({}).refine(async () => true)" })))
      .toMatchInlineSnapshot(`
        "
        error /project/experiments/ring.yaml:7:7 at loss
            7 | loss: ../plugins/mine.ts
              |       ^^^^^^^^^^^^^^^^^^ the options of \`../plugins/mine.ts\` cannot be checked: Encountered Promise during synchronous parse. Use .parseAsync() instead.
              = note: see /project/plugins/mine.ts
        "
      `);
  });

  test("a wrong option", async () => {
    expect(await experimentErrorOfFile(lossPlugin(), "{ use: ../plugins/mine.ts, delta: -1 }")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:41 at loss.delta
          7 | loss: { use: ../plugins/mine.ts, delta: -1 }
            |                                         ^^ expected more than 0, got \`-1\`
      "
    `);
  });

  test("a misspelt option", async () => {
    expect(await experimentErrorOfFile(lossPlugin(), "{ use: ../plugins/mine.ts, detla: 1 }")).toMatchInlineSnapshot(`
      "
      error /project/experiments/ring.yaml:7:34 at loss.detla
          7 | loss: { use: ../plugins/mine.ts, detla: 1 }
            |                                  ^^^^^ unknown key \`detla\`
            = help: did you mean \`delta\`?
      "
    `);
  });
});
