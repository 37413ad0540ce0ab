import type { BuildOptions } from "../build-backend/build-options.ts";
import { checkExecutor } from "../build-backend/check-executor.ts";
import { buildAddon } from "./addon/build-addon.ts";
import { createTensorflowExecutor } from "./executor.ts";

/**
 * Builds TensorFlow's addon and tries it: a product of matrices, the gradient of a convolution and compiled updates.
 *
 * @throws TweedieError that names what is missing or wrong.
 */
export async function buildTensorflow(options: BuildOptions): Promise<void> {
  await buildAddon(options);
  const executor = createTensorflowExecutor({});
  await checkExecutor(executor);
  options.report(`checked on ${executor.device}: products, gradients of convolutions and compiled updates are right`);
  await executor.dispose();
}
