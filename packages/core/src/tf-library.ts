import { createRequire } from "node:module";
import type * as tensorflow from "@tensorflow/tfjs-core";

const require = createRequire(import.meta.url);

/** Loads the library, with its gradients, methods of tensors and JavaScript backend. In a browser, `browser/tf-library.ts` takes this file's place. */
export const loadLibrary = (): typeof tensorflow => require("#tensorflow") as typeof tensorflow;
