// Infers a project from each package.json under packages/ and plugins/. The folder determines the layer.
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const layer = (root) => (root.startsWith("plugins/") ? "plugin" : basename(root));
const cached = (command) => ({ command, cache: true, inputs: ["default", "^default"] });

const project = (root, workspace) => ({
  tags: [`layer:${layer(root)}`],
  targets: {
    lint: cached(`eslint ${root}`),
    // One program checks all code for Node. Packages with pages have the types of browsers.
    ...(existsSync(join(workspace, root, "tsconfig.json")) && { typecheck: cached(`tsc --project ${root}`) }),
    test: cached(`vitest run ${root}/`),
  },
});

export const createNodesV2 = [
  "{packages,plugins}/*/package.json",
  (files, _options, { workspaceRoot }) =>
    files.map((file) => [file, { projects: { [dirname(file)]: project(dirname(file), workspaceRoot) } }]),
];
