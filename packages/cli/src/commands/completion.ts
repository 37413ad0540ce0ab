import { TweedieError } from "@tweedie/core";
import { Argument, Command } from "commander";
import { scriptFor, type Shell, shells } from "../completion/shells.ts";
import type { Context } from "../context.ts";
import { withExamples } from "../help.ts";

/** `tweedie completion` */
export const completionCommand = ({ terminal }: Context): Command =>
  withExamples(
    new Command("completion")
      .addArgument(new Argument("<shell>", shells.join(", ")).argParser(shellOf))
      .action((shell: Shell) => terminal.stdout.write(scriptFor(shell))),
    [
      ['eval "$(tweedie completion bash)"', "in ~/.bashrc"],
      ['eval "$(tweedie completion zsh)"', "in ~/.zshrc, after compinit"],
      ["tweedie completion fish | source", "in ~/.config/fish/config.fish"],
    ],
  );

function shellOf(text: string): Shell {
  const shell = shells.find((each) => each === text);
  if (shell) return shell;
  throw new TweedieError({
    where: text,
    what: "there is no script for this shell",
    fix: `one of ${shells.join(", ")}`,
  });
}

/** `tweedie complete`, which the scripts call with the words of a line: its last one is completed. */
export const completeCommand = (context: Context): Command =>
  withExamples(
    new Command("complete").argument("[word...]", "the line after `tweedie`").action(async (words: string[]) => {
      const [{ complete }, { createProgram }] = await Promise.all([
        import("../completion/complete.ts"),
        import("../program.ts"),
      ]);
      const program = await createProgram({ ...context, argv: words.slice(0, -1) });
      // Somebody is typing: where an experiment has mistakes nothing is completed, and that is all.
      const fitting = await complete(program, words).catch(() => []);
      context.terminal.stdout.write(fitting.map((word) => `${word}\n`).join(""));
    }),
    [["tweedie complete -- run experiments/mixture/sid.yaml loss.", "options of the loss"]],
  );
