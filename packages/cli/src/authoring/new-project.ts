import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, relative, sep } from "node:path";
import { modeline, schemaFile } from "../schema-file.ts";
import { newPlugin } from "./new-plugin.ts";

const require = createRequire(import.meta.url);

/** What a lab's plugins and their tests import, and the tools that it runs: linked to what runs now, so that nothing is fetched. */
const packages = [
  "@tensorflow/tfjs",
  "@tweedie/cli",
  "@tweedie/core",
  "@tweedie/diffusion",
  "@tweedie/formats",
  "@tweedie/networks",
  "@tweedie/testing",
  "@types/node",
  "typescript",
  "vitest",
  "zod",
];

/** The files of a project of one's own, in an empty folder that exists. */
export async function newProject(root: string): Promise<ReadonlyMap<string, string>> {
  const ring = "experiments/ring.yaml";
  const [, ...text] = readFileSync(new URL("../../templates/lab/ring.yaml", import.meta.url), "utf8").split("\n");
  return new Map([
    ["package.json", json(manifest(root))],
    ["tsconfig.json", json({ compilerOptions, include: ["plugins"] })],
    [".gitignore", "node_modules/\nruns/\n"],
    [".vscode/settings.json", json({ "yaml.schemas": { [`./${schemaFile}`]: "experiments/**/*.yaml" } })],
    [".vscode/extensions.json", json({ recommendations: ["redhat.vscode-yaml"] })],
    ["README.md", readme(basename(root))],
    [ring, [modeline(ring), ...text].join("\n")],
    ...(await newPlugin("loss", "my-loss", root)).files,
  ]);
}

const manifest = (root: string) => ({
  name:
    basename(root)
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/g, "-")
      .replace(/^-+/, "") || "lab",
  private: true,
  type: "module",
  scripts: { test: "vitest run", typecheck: "tsc" },
  tweedie: { plugins: [] },
  devDependencies: Object.fromEntries(
    packages.map((name) => [name, `file:${relative(realpathSync(root), folderOf(name)).replaceAll(sep, "/")}`]),
  ),
});

/** Where a package is installed, links followed. */
function folderOf(name: string): string {
  const folders = (require.resolve.paths(name) ?? []).map((modules) => join(modules, name));
  const found = folders.find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${name} is not installed beside the command`);
  return realpathSync(found);
}

/** What the sources of Tweedie are written for, which are read as they are. */
const compilerOptions = {
  target: "es2023",
  lib: ["es2023"],
  module: "nodenext",
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const readme = (name: string): string => `# ${name}

Experiments with Tweedie, which distils a diffusion model into a one-step generator.

\`\`\`sh
npx tweedie run experiments/ring.yaml        # eight Gaussians, in less than a minute
npx tweedie run experiments/my-loss.yaml     # the same with the loss in plugins/my-loss.ts
npx tweedie plugins                          # what an experiment can be made of
npx tweedie new loss NAME                    # another loss, with its test and an experiment
npm test
\`\`\`

| folder         | what it holds                                                                       |
| -------------- | ----------------------------------------------------------------------------------- |
| \`experiments/\` | what is run; editors complete them by \`${schemaFile}\` (\`npx tweedie schema\`)  |
| \`plugins/\`     | losses and other plugins of one's own, named by their path: \`../plugins/my-loss.ts\` |
| \`runs/\`        | one folder a run, with everything in it and a report                                 |

Plugins of a package are named \`package/name\`, once package.json allows the package: \`"tweedie": { "plugins": ["my-lab-losses"] }\`.
Plugins run with your rights: allow what you trust.
`;
