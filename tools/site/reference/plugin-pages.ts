import { relative } from "node:path";
import { parse, stringify } from "yaml";
import { type Role, roleDescriptions } from "@tweedie/core";
import { type Catalogue, type CataloguedPlugin, roles, slotsOf } from "../../../packages/cli/src/explain/catalogue.ts";
import { optionTopic, pluginTopic } from "../../../packages/cli/src/explain/topics.ts";
import { root } from "../../docs/documents.ts";
import type { LinkTo } from "../documents.ts";
import { type Page, pageOf } from "../page.ts";
import { keySection } from "./key-section.ts";
import { pluginLink, pluginPath, referencePaths, roleLink, slotLink } from "./links.ts";
import { blocks, code, fence, sentence, table } from "./markdown.ts";

/** A page that lists the plugins of each role, and a page of each plugin. */
export const pluginPages = ({ plugins }: Catalogue, linkTo: LinkTo): readonly Page[] => [
  pageOf(
    referencePaths.plugins,
    blocks(
      "# Plugins",
      "The plugins of Tweedie by their [roles](/roles/index.md). `npx tweedie plugins` prints this list, with those of your project.",
      ...roles.map((role) => roleSection(role, plugins)),
    ),
  ),
  ...plugins.map((plugin) => pageOf(pluginPath(plugin.use), pluginPage(plugin, linkTo))),
];

const roleSection = (role: Role, plugins: readonly CataloguedPlugin[]): string =>
  blocks(
    `## ${code(role)}`,
    `${sentence(roleDescriptions[role])} Role ${roleLink(role)}.`,
    table(
      ["plugin", "meaning"],
      plugins
        .filter(({ plugin }) => plugin.role === role)
        .map(({ use, plugin }) => [pluginLink(use), sentence(plugin.summary)]),
    ),
  ).trimEnd();

function pluginPage(plugin: CataloguedPlugin, linkTo: LinkTo): string {
  const { role, summary, uses } = plugin.plugin;
  const path = pluginPath(plugin.use);
  const file = relative(root, plugin.file).replaceAll("\\", "/");
  const folder = file.split("/src/")[0]!;
  return blocks(
    `# ${code(plugin.use)}`,
    sentence(summary),
    table(
      ["role", "key", "family", "source"],
      [
        [
          roleLink(role),
          slotsOf(role).map(slotLink).join(", "),
          `[${code(folder)}](${linkTo(folder, path)})`,
          `[${code(file.slice(file.lastIndexOf("/") + 1))}](${linkTo(file, path)})`,
        ],
      ],
    ),
    uses.length > 0 ? `It uses the experiment's ${uses.map(code).join(", ")}.` : "",
    "## Example",
    fence("yaml", stringify(parse(pluginTopic(plugin).example))),
    "## Options",
    plugin.options.length === 0 ? "None." : "",
    ...plugin.options.map((key) => keySection(key, 3, optionTopic(plugin, key).example)),
  );
}
