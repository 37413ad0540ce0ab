// `nx g ./tools/nx/generators.json:plugin loss sid/huber`: writes the files of `tweedie new` into the Nx tree.
import { tsImport } from "tsx/esm/api";

export default async function generate(tree, { kind, name }) {
  const { newPlugin } = await tsImport("../../packages/cli/src/authoring/new-plugin.ts", import.meta.url);
  const { files } = await newPlugin(kind, name, tree.root);
  for (const [path, text] of files) {
    if (tree.exists(path)) throw new Error(`${path} already exists`);
    tree.write(path, text);
  }
}
