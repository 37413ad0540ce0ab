import { createRequire } from "node:module";
import type * as tensorflow from "@tensorflow/tfjs";

type TensorFlow = typeof tensorflow;

const require = createRequire(import.meta.url);
let loaded: TensorFlow | undefined;

const load = (): TensorFlow => {
  if (!loaded) {
    loaded = require("@tensorflow/tfjs") as TensorFlow;
    loaded.enableProdMode(); // silences the advice to install tfjs-node that would be printed on the first tensor
  }
  return loaded;
};

/**
 * TensorFlow.js, loaded when a member is first used.
 *
 * Every module of Tweedie takes its ops from here, so that a plugin can be imported for its options
 * (`tweedie validate`, `--help`) in milliseconds, with no tensor library in the process.
 */
export const tf: TensorFlow = new Proxy({} as TensorFlow, {
  get: (_, member) => Reflect.get(load(), member) as unknown,
  has: (_, member) => Reflect.has(load(), member),
});
