import { Command } from "commander";
import type { Context } from "../command-line/context.ts";
import { withExamples } from "../command-line/help.ts";
import { jsonOption } from "../command-line/options.ts";
import type { Catalogue } from "../explain/catalogue.ts";
import type { Topic } from "../explain/topics.ts";
import { jsonLine } from "../terminal/json-line.ts";
import { table } from "../terminal/table.ts";

interface Flags {
  readonly json?: boolean;
}

/** `tweedie explain` */
export const explainCommand = (context: Context): Command =>
  withExamples(
    new Command("explain")
      .argument("[key...]", "keys of experiments and sweeps, options, plugins, roles or families")
      .addOption(jsonOption())
      .action((words: string[], flags: Flags) => explain(words, flags, context)),
    [
      ["tweedie explain", "the keys of experiments and sweeps"],
      ["tweedie explain distill.student.ema.halfLife", "one key: meaning, type, default, an example"],
      ["tweedie explain loss.lambda", "an option of the plugins of a key"],
      ["tweedie explain halfLife", "all keys and options of this name"],
      ["tweedie explain sid/l2 timeLaw", "a plugin, and a role"],
    ],
  );

async function explain(
  words: readonly string[],
  { json }: Flags,
  { terminal: { activity, stdout } }: Context,
): Promise<void> {
  activity("reading the plugins", { brief: true });
  const { readCatalogue } = await import("../explain/catalogue.ts");
  const { findTopics } = await import("../explain/find-topics.ts");
  const catalogue = await readCatalogue();
  if (words.length === 0) return stdout.write(json ? topLevelLines(catalogue) : topLevelPage(catalogue));
  const answers: { readonly word: string; readonly topics: readonly Topic[] }[] = [];
  for (const word of words) {
    const topics = findTopics(word, catalogue);
    if (topics.length === 0) throw await (await import("../explain/unknown-word.ts")).unknownWord(word, catalogue);
    answers.push({ word, topics });
  }
  if (json) return stdout.write(answers.flatMap(({ topics }) => topics.map(jsonLine)).join(""));
  const { topicList, topicPage } = await import("../explain/topic-page.ts");
  const texts = answers.map(({ word, topics }) =>
    // A path is one key of each kind of file; any other word has one page only if it has one meaning.
    topics.length === 1 || topics.every((topic) => topic.kind === "key" && topic.path === word)
      ? topics.map((topic) => topicPage(topic, stdout.colors)).join("\n")
      : topicList(word, topics, stdout.colors),
  );
  stdout.write(texts.join("\n"));
}

const isTopLevel = ({ path }: { readonly path: string }): boolean => !path.includes(".");

function topLevelPage({ keys }: Catalogue): string {
  const sections = Object.entries(keys).map(([file, all]) => {
    const rows = table(all.filter(isTopLevel).map(({ path, description = "" }) => [path, description]));
    return [`Keys of ${file}s`, ...rows.map((row) => `  ${row}`), ""].join("\n");
  });
  return sections.join("\n");
}

const topLevelLines = ({ keys }: Catalogue): string =>
  Object.entries(keys)
    .flatMap(([file, all]) => all.filter(isTopLevel).map((key) => jsonLine({ kind: "key", file, ...key })))
    .join("");
