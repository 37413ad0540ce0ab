import { join } from "node:path";
import { rolldown } from "rolldown";
import { repository } from "./workspaces.ts";

/** Modules of TensorFlow.js that Tweedie uses: ops, gradients, methods of tensors (`x.add(y)`), and the JavaScript backend. */
const entry = `
export * from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-backend-cpu";
`;

const entryId = "tensorflow-entry.js";

const banner = `/*! TensorFlow.js: @tensorflow/tfjs-core and @tensorflow/tfjs-backend-cpu, in one file.
Copyright Google LLC. Licensed under the Apache License, Version 2.0: http://www.apache.org/licenses/LICENSE-2.0 */`;

/**
 * Bundles the parts of TensorFlow.js that Tweedie uses into one CommonJS file. The package \`@tensorflow/tfjs\` installs 224 MB of
 * other builds, layers, converters and WebGL with them.
 */
export async function bundleTensorFlow(file: string): Promise<void> {
  const bundle = await rolldown({
    input: entryId,
    cwd: join(repository, "packages/core"),
    platform: "node",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entryId ? join(repository, "packages/core", entryId) : undefined),
        load: (id) => (id.endsWith(entryId) ? entry : undefined),
      },
    ],
    treeshake: false,
    resolve: { mainFields: ["module", "main"] },
    onLog: () => undefined,
  });
  await bundle.write({ file, format: "cjs", exports: "named", banner, codeSplitting: false });
  await bundle.close();
}
