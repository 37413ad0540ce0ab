import * as tensorflow from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-backend-cpu";

/** Returns the library, which a page contains, with its gradients, methods of tensors and JavaScript backend. */
export const loadLibrary = (): typeof tensorflow => tensorflow;
