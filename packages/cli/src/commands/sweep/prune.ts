import { TweedieError } from "@tweedie/core";
import { Command } from "commander";
import type { Context } from "../../command-line/context.ts";
import { withExamples } from "../../command-line/help.ts";
import { integer, jsonOption } from "../../command-line/options.ts";
import { viewSweep } from "../../sweep/find-sweep.ts";
import { jsonLine } from "../../terminal/json-line.ts";
import { withSweepArgument } from "./arguments.ts";

interface Flags {
  readonly json?: boolean;
}

/** `tweedie sweep prune` */
export const sweepPruneCommand = (context: Context): Command =>
  withExamples(
    withSweepArgument(new Command("prune"))
      .argument("<trial...>", "numbers of running trials")
      .description("end running trials early, as a pruner would; other trials go on")
      .addOption(jsonOption())
      .action((name: string, words: readonly string[], flags: Flags) => prune(name, words, flags, context)),
    [["tweedie sweep prune lambda 3 7", "two trials; their agents end them within seconds"]],
  );

async function prune(name: string, words: readonly string[], { json }: Flags, { terminal }: Context): Promise<void> {
  const trials = words.map((word) => integer("trial", word, 0));
  const study = await viewSweep(name);
  const pruned = await study.prune(trials);
  if (pruned.length === 0) {
    const fix = `\`tweedie sweep status ${name} --json\` lists the trials`;
    throw new TweedieError({ where: name, what: "none of these trials is running", fix });
  }
  const text = `${study.plan.name}: pruned trial ${pruned.join(", ")}\n`;
  terminal.stdout.write(json ? jsonLine({ event: "pruned", sweep: study.folder, trials: pruned }) : text);
}
