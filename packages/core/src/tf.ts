import type * as tensorflow from "@tensorflow/tfjs-core";
import type * as tensorMethods from "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import { registerBroadcastExtrema } from "./broadcast-extrema.ts";
import { registerSecondDerivatives, replaceLogSoftmax } from "./second-derivatives.ts";
import { loadLibrary } from "./tf-library.ts";

/** The second module declares the methods of tensors, such as `x.add(y)`. Unless it is named, declarations leave its import out. */
type TensorFlow = typeof tensorflow & typeof tensorMethods;

let loaded: TensorFlow | undefined;

const load = (): TensorFlow => {
  if (!loaded) {
    const library = loadLibrary() as TensorFlow;
    registerSecondDerivatives(library);
    registerBroadcastExtrema(library);
    library.enableProdMode(); // suppresses the hint to install tfjs-node, printed with the first tensor
    loaded = { ...library, logSoftmax: replaceLogSoftmax(library) };
  }
  return loaded;
};

/**
 * TensorFlow.js, loaded when a member is first accessed.
 *
 * All packages and plugins take their ops from here, so that a plugin can be imported for its options
 * (`tweedie validate`, `--help`) in milliseconds, without loading the tensor library.
 */
export const tf: TensorFlow = new Proxy({} as TensorFlow, {
  get: (_, member) => Reflect.get(load(), member) as unknown,
  has: (_, member) => Reflect.has(load(), member),
});
