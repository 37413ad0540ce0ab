import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";

/** `tweedie complete`: the completion scripts call it with the words of a line, the last of which is completed. */
export const completeCommand = (context: Context): Command =>
  withExamples(
    new Command("complete").argument("[word...]", "the line after `tweedie`").action(async (words: string[]) => {
      const [{ complete }, { createProgram }] = await Promise.all([
        import("../completion/complete.ts"),
        import("../program.ts"),
      ]);
      const program = await createProgram({ ...context, argv: words.slice(0, -1) });
      // The line is still being typed: an experiment with errors has no completions, and reports none of them.
      const completions = await complete(program, words).catch(() => []);
      context.terminal.stdout.write(completions.map((word) => `${word}\n`).join(""));
    }),
    [["tweedie complete -- run experiments/mixture/sid.yaml loss.", "options of the loss"]],
  );
