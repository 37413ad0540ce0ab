import { TweedieError } from "@tweedie/core";
import { callSiteOf, withDeepStacks } from "./call-site.ts";

/**
 * Replaces tfjs's error about an unregistered kernel by one that names the user's line.
 *
 * @param lack Clause that follows the kernel's name: "which the wasm backend lacks".
 */
export function explainMissingKernel<T>(lack: string, fix: string, work: () => T): T {
  return withDeepStacks(() => {
    try {
      return work();
    } catch (error) {
      const kernel = error instanceof Error && /^Kernel '(\w+)' not registered/.exec(error.message)?.[1];
      if (!kernel) throw error;
      const { where, op } = callSiteOf(error.stack);
      throw new TweedieError(
        { where, what: `${op ?? "an op"} needs the kernel ${kernel}, ${lack}`, fix },
        { cause: error },
      );
    }
  });
}
