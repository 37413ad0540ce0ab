import type { KeyReference } from "@tweedie/engine";
import { keyRows, boundedType, defaultText } from "../plugin-pages/key-rows.ts";
import { pluginPage } from "../plugin-pages/plugin-page.ts";
import { table } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";
import type { GroupTopic, KeyTopic, OptionTopic, Topic } from "./topics.ts";

/** Renders a topic for the terminal. */
export function topicPage(topic: Topic, colors: Colors): string {
  switch (topic.kind) {
    case "plugin":
      return pluginPage(topic, colors);
    case "key":
      return keyPage(topic, colors);
    case "option":
      return optionPage(topic, colors);
    default:
      return groupPage(topic, colors);
  }
}

function keyPage(topic: KeyTopic, colors: Colors): string {
  const { path, file, role, keys, plugins } = topic;
  const type = role ? topic.type.replace("plugin", `plugin of the role ${role}`) : boundedType(topic);
  const isOverride = file === "experiment" && path !== "extends" && keys.length === 0;
  const override = isOverride ? `, or ${path}=VALUE on the command line` : "";
  return page(colors, {
    title: [path, `a key of ${file}s`],
    description: topic.description,
    facts: [
      ["type", type],
      ...defaultFact(topic),
      ["example", topic.example],
      ["where", `in the file of ${file === "experiment" ? "an experiment" : "a sweep"}${override}`],
    ],
    lists: [
      ["keys", table(keyRows(keys))],
      ["plugins", table(plugins.map(({ use, summary }) => [use, summary]))],
    ],
  });
}

/** The default of a key, or that it is required. */
const defaultFact = (key: KeyReference): readonly (readonly string[])[] =>
  key.default !== undefined || key.required ? [["default", defaultText(key)]] : [];

const optionPage = (topic: OptionTopic, colors: Colors): string =>
  page(colors, {
    title: [topic.path, `an option of ${topic.use}`],
    description: topic.description,
    facts: [
      ["type", boundedType(topic)],
      ...defaultFact(topic),
      ["example", topic.example],
      ["where", topic.slots.map((slot) => `${slot}.${topic.path}`).join(", ")],
    ],
  });

const groupPage = ({ kind, name, description, slots, plugins }: GroupTopic, colors: Colors): string =>
  page(colors, {
    title: [name, `a ${kind}`],
    description,
    facts: slots ? [["keys", slots.join(", ")]] : [],
    lists: [["plugins", table(plugins.map(({ use, summary }) => [use, summary]))]],
  });

interface Page {
  readonly title: readonly [name: string, kind: string];
  readonly description?: string | undefined;
  readonly facts: readonly (readonly string[])[];
  readonly lists?: readonly (readonly [title: string, lines: readonly string[]])[];
}

function page({ bold, dim }: Colors, { title: [name, kind], description, facts, lists = [] }: Page): string {
  const sections = lists.filter(([, lines]) => lines.length > 0);
  const lines = [
    `${bold(name)}, ${kind}`,
    ...(description === undefined ? [] : [description]),
    ...(facts.length > 0 ? ["", ...table(facts, (cell, _, column) => (column === 0 ? dim(cell) : cell))] : []),
    ...sections.flatMap(([section, rows]) => ["", dim(section), ...rows.map((row) => `  ${row}`)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Counts the topics that a word can mean: `2 keys`, `an option of 3 plugins`. */
function meanings(topics: readonly Topic[]): string {
  if (topics.every(({ kind }) => kind === "option")) return `an option of ${topics.length} plugins`;
  return `${topics.length} ${topics.every(({ kind }) => kind === "key") ? "keys" : "meanings"}`;
}

/** Renders a list of topics that a word can mean, with the full name of each. */
export function topicList(word: string, topics: readonly Topic[], { bold }: Colors): string {
  const rows = table(topics.map(topicRow));
  return `${[`${bold(word)}, ${meanings(topics)}`, ...rows.map((row) => `  ${row}`)].join("\n")}\n`;
}

function topicRow(topic: Topic): readonly string[] {
  switch (topic.kind) {
    case "plugin":
      return [topic.use, "plugin", "", topic.summary];
    case "key":
      return keyRows([topic])[0]!;
    case "option":
      return keyRows([topic], `${topic.use}.`)[0]!;
    default:
      return [topic.name, topic.kind, "", topic.description ?? ""];
  }
}
