import { readFileSync } from "node:fs";
import { compilerOptions } from "./compiler-options.ts";
import { jsonText } from "./json-text.ts";
import { packageName } from "./package-name.ts";
import { pluginFiles } from "./plugin-files.ts";
import { modeline, schemaFile, sweepSchemaFile } from "./schema-file.ts";
import { testConfiguration } from "./test-configuration.ts";
import { versions } from "./versions.ts";

export interface ProjectOptions {
  /** Name of the project's folder. */
  readonly name: string;
  /** Versions of packages, or `file:` paths of a checkout. */
  readonly packages?: Readonly<Record<keyof typeof versions, string>>;
}

/** Returns the files of a new project with experiments and a loss, by their paths. */
export function projectFiles({ name, packages = versions }: ProjectOptions): ReadonlyMap<string, string> {
  const ring = "experiments/ring.yaml";
  const [, ...text] = readFileSync(new URL("../templates/project/ring.yaml", import.meta.url), "utf8").split("\n");
  const loss = {
    plugin: "plugins/my-loss.ts",
    test: "plugins/my-loss.test.ts",
    experiment: "experiments/my-loss.yaml",
    use: "../plugins/my-loss.ts",
  };
  return new Map([
    ["package.json", jsonText(manifest(name, packages))],
    ["tsconfig.json", jsonText({ compilerOptions: { ...compilerOptions, ...sourceOptions }, include: ["plugins"] })],
    [".npmrc", npmrc],
    [".gitignore", "node_modules/\nruns/\nsweeps/\n.tweedie/\n"],
    [".vscode/settings.json", jsonText({ "yaml.schemas": schemas })],
    [".vscode/extensions.json", jsonText({ recommendations: ["redhat.vscode-yaml"] })],
    ["vitest.config.ts", testConfiguration],
    ["README.md", readme(name)],
    [ring, [modeline(ring), ...text].join("\n")],
    ...pluginFiles("loss", loss, true).files,
  ]);
}

const npmrc = `# The install script of ONNX Runtime downloads CUDA libraries, which Tweedie does not use.
ignore-scripts=true
`;

const schemas = { [`./${schemaFile}`]: "experiments/**/*.yaml", [`./${sweepSchemaFile}`]: "sweeps/*.yaml" };

function manifest(name: string, packages: Readonly<Record<keyof typeof versions, string>>) {
  const { tweedie, ...development } = packages;
  return {
    name: packageName(name, "experiments"),
    private: true,
    type: "module",
    scripts: { test: "vitest run", typecheck: "tsc" },
    tweedie: { plugins: [] },
    dependencies: { tweedie },
    devDependencies: development,
  };
}

/** Compiler options of plugins that Node runs from their sources. */
const sourceOptions = { erasableSyntaxOnly: true, allowImportingTsExtensions: true };

const readme = (name: string): string => `# ${name}

Experiments with Tweedie, which distils a diffusion model into a one-step generator.

\`\`\`sh
npm install
npx tweedie schema                           # writes the schemas for editors, after each installation
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
