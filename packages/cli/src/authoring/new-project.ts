import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, relative, sep } from "node:path";
import { newPlugin } from "./new-plugin.ts";
import { modeline, schemaFile } from "./schema-file.ts";

const require = createRequire(import.meta.url);

/** Dependencies of plugins, of their tests and of the scripts. They are linked to this installation, so nothing is downloaded. */
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

/** Returns the files of a new project by their paths. `root` is its folder, which exists and is empty. */
export async function newProject(root: string): Promise<ReadonlyMap<string, string>> {
  const ring = "experiments/ring.yaml";
  const [, ...text] = readFileSync(new URL("../../templates/project/ring.yaml", import.meta.url), "utf8").split("\n");
  return new Map([
    ["package.json", json(packageJson(root))],
    ["tsconfig.json", json({ compilerOptions, include: ["plugins"] })],
    [".gitignore", "node_modules/\nruns/\n"],
    [".vscode/settings.json", json({ "yaml.schemas": { [`./${schemaFile}`]: "experiments/**/*.yaml" } })],
    [".vscode/extensions.json", json({ recommendations: ["redhat.vscode-yaml"] })],
    ["README.md", readme(basename(root))],
    [ring, [modeline(ring), ...text].join("\n")],
    ...(await newPlugin("loss", "my-loss", root)).files,
  ]);
}

const packageJson = (root: string) => ({
  name:
    basename(root)
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/g, "-")
      .replace(/^-+/, "") || "experiments",
  private: true,
  type: "module",
  scripts: { test: "vitest run", typecheck: "tsc" },
  tweedie: { plugins: [] },
  devDependencies: Object.fromEntries(
    packages.map((name) => [name, `file:${relative(realpathSync(root), folderOf(name)).replaceAll(sep, "/")}`]),
  ),
});

/** The folder in which a package is installed, with links resolved. */
function folderOf(name: string): string {
  const folders = (require.resolve.paths(name) ?? []).map((modules) => join(modules, name));
  const found = folders.find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${name} is not installed next to the command`);
  return realpathSync(found);
}

/** Tweedie's packages export their TypeScript sources, so a project needs the compiler options that they are written for. */
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
npx tweedie run experiments/ring.yaml        # a mixture of eight Gaussians, in less than a minute
npx tweedie run experiments/my-loss.yaml     # the same with the loss in plugins/my-loss.ts
npx tweedie plugins                          # lists the installed plugins
npx tweedie new loss NAME                    # creates another loss, with its test and an experiment
npm test                                     # tests the plugins
\`\`\`

| folder         | contents                                                                                    |
| -------------- | ------------------------------------------------------------------------------------------- |
| \`experiments/\` | experiments; editors complete them with \`${schemaFile}\` (\`npx tweedie schema\`)        |
| \`plugins/\`     | losses and other plugins of this project, named by their path: \`../plugins/my-loss.ts\`    |
| \`runs/\`        | one folder per run, with its configuration, metrics, checkpoints, samples and \`report.html\` |

To use the plugins of an installed package, list it in package.json: \`"tweedie": { "plugins": ["my-losses"] }\`. Experiments then name
them \`my-losses/NAME\`. A plugin runs with your permissions, so list only packages that you trust.
`;
