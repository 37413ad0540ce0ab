import type { Catalogue, FileKind } from "../../../packages/cli/src/explain/catalogue.ts";
import { type KeyTopic, keyTopic } from "../../../packages/cli/src/explain/topics.ts";
import { type Page, pageOf } from "../page.ts";
import { keySection } from "./key-section.ts";
import { pluginLink, referencePaths } from "./links.ts";
import { blocks, code } from "./markdown.ts";

const introductions: Readonly<Record<FileKind, readonly string[]>> = {
  experiment: [
    "# Keys of experiments",
    "An experiment is a YAML file. On the command line, `KEY=VALUE` overrides a key: `npx tweedie run my.yaml distill.steps=5000`. `npx tweedie explain KEY` prints the same as this page.",
    "The options of plugins have [pages of their own](/plugins/index.md).",
  ],
  sweep: [
    "# Keys of sweeps",
    "A sweep is a YAML file that names an experiment and the values to try. Its keys are those of W&B's sweep files. `KEY` stands for the path of a key of the experiment, such as `loss.lambda`.",
  ],
};

/** Pages of the keys of experiments and of sweeps, one section for each key. */
export const keyPages = (catalogue: Catalogue): readonly Page[] =>
  (["experiment", "sweep"] as const).map((file) => {
    const topics = catalogue.keys[file].map((key) => keyTopic(file, key, catalogue));
    const text = blocks("---\noutline: 2\n---", ...introductions[file], ...topics.map(sectionOf));
    return pageOf(referencePaths[file], text);
  });

function sectionOf(topic: KeyTopic): string {
  const plugins = topic.plugins.map(({ use }) => pluginLink(use)).join(", ");
  const keys = topic.keys.map(({ path }) => code(path.slice(topic.path.length + 1))).join(", ");
  const after = plugins === "" ? "" : `Plugins: ${plugins}`;
  return keySection(topic, topic.path.includes(".") ? 3 : 2, topic.example, keys === "" ? after : `Keys: ${keys}`);
}
