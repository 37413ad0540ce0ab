// Infers a project from each package.json under packages/ and plugins/. The folder determines the layer.
import { basename, dirname } from "node:path";

const layer = (root) => (root.startsWith("plugins/") ? "plugin" : basename(root));
const cached = (command) => ({ command, cache: true, inputs: ["default", "^default"] });

const project = (root) => ({
  tags: [`layer:${layer(root)}`],
  targets: {
    lint: cached(`eslint ${root}`),
    typecheck: cached(`tsc --project ${root}`),
    test: cached(`vitest run ${root}/`),
  },
});

export const createNodesV2 = [
  "{packages,plugins}/*/package.json",
  (files) => files.map((file) => [file, { projects: { [dirname(file)]: project(dirname(file)) } }]),
];
