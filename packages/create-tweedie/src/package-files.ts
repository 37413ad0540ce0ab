import { compilerOptions } from "./compiler-options.ts";
import { jsonText } from "./json-text.ts";
import { packageName } from "./package-name.ts";
import { pluginFiles } from "./plugin-files.ts";
import { testConfiguration } from "./test-configuration.ts";
import { versions } from "./versions.ts";

/** Returns the files of a new package of plugins, which others install, by their paths. `folder` is the name of its folder. */
export function packageFiles(folder: string): ReadonlyMap<string, string> {
  const name = packageName(folder, "my-losses");
  const loss = {
    plugin: "src/my-loss.ts",
    test: "src/my-loss.test.ts",
    experiment: "experiments/my-loss.yaml",
    use: "../src/my-loss.ts",
  };
  return new Map([
    ["package.json", jsonText(manifest(name))],
    ["tsconfig.json", jsonText({ compilerOptions: { ...compilerOptions, ...buildOptions }, include: ["src"] })],
    [
      "tsconfig.build.json",
      jsonText({ extends: "./tsconfig.json", compilerOptions: { noEmit: false }, exclude: ["src/*.test.ts"] }),
    ],
    [".gitignore", "node_modules/\ndist/\nruns/\n.tweedie/\n"],
    ["vitest.config.ts", testConfiguration],
    ["README.md", readme(name)],
    ...pluginFiles("loss", loss, true).files,
  ]);
}

const manifest = (name: string) => ({
  name,
  version: "0.1.0",
  type: "module",
  exports: { "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" } },
  files: ["dist"],
  sideEffects: false,
  scripts: {
    build: "tsc -p tsconfig.build.json",
    test: "vitest run",
    typecheck: "tsc",
    prepare: "tsc -p tsconfig.build.json",
  },
  peerDependencies: { tweedie: versions.tweedie },
  // Its install script downloads CUDA libraries, which Tweedie does not use. Versions of npm that ignore this need --ignore-scripts.
  allowScripts: { "onnxruntime-node": false },
  devDependencies: {
    "@types/node": versions["@types/node"],
    tweedie: versions.tweedie,
    typescript: versions.typescript,
    vitest: versions.vitest,
  },
});

/** Compiler options of the build, which writes JavaScript and declarations that name `.js` files. */
const buildOptions = {
  rewriteRelativeImportExtensions: true,
  declaration: true,
  sourceMap: true,
  rootDir: "src",
  outDir: "dist",
};

const readme = (name: string): string => `# ${name}

Losses for Tweedie, which distils a diffusion model into a one-step generator.

\`\`\`sh
npm install ${name}
\`\`\`

Allow the package in the package.json of your project: \`"tweedie": { "plugins": ["${name}"] }\`. Then name a loss in an experiment:

\`\`\`yaml
loss: { use: ${name}/my-loss, lambda: 0.5 }
\`\`\`

| loss            | meaning                                                |
| --------------- | ------------------------------------------------------ |
| \`my-loss\`       | the SiD loss, as an example: replace it by your own    |

## Development

\`\`\`sh
npm install --ignore-scripts                # the script of ONNX Runtime downloads CUDA libraries, which Tweedie does not use
npm test                                    # the contract of each loss, and one property of its own
npx tweedie run experiments/my-loss.yaml    # an experiment with the source
npm run build                               # JavaScript and declarations in dist/
\`\`\`
`;
