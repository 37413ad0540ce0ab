import { TweedieError } from "@tweedie/core";
import { Argument, Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { completionScript, type CompletionShell, completionShells } from "../completion/shell-scripts.ts";

/** `tweedie completion` */
export const completionCommand = ({ terminal }: Context): Command =>
  withExamples(
    new Command("completion")
      .addArgument(new Argument("<shell>", completionShells.join(", ")).argParser(parseShell))
      .action((shell: CompletionShell) => terminal.stdout.write(completionScript(shell))),
    [
      ['eval "$(tweedie completion bash)"', "in ~/.bashrc"],
      ['eval "$(tweedie completion zsh)"', "in ~/.zshrc, after compinit"],
      ["tweedie completion fish | source", "in ~/.config/fish/config.fish"],
    ],
  );

function parseShell(text: string): CompletionShell {
  const shell = completionShells.find((each) => each === text);
  if (shell) return shell;
  throw new TweedieError({
    where: "tweedie completion",
    what: `unsupported shell \`${text}\``,
    fix: `use one of ${completionShells.join(", ")}`,
  });
}
