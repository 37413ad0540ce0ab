import { TweedieError } from "@tweedie/core";
import { placeOf, withDeepStacks } from "./place.ts";

/** Turns tfjs's word about a kernel that a backend lacks into one about the user's line. */
export function explainMissingKernel<T>(lack: string, fix: string, work: () => T): T {
  return withDeepStacks(() => {
    try {
      return work();
    } catch (error) {
      const kernel = error instanceof Error && /^Kernel '(\w+)' not registered/.exec(error.message)?.[1];
      if (!kernel) throw error;
      const { where, op } = placeOf(error.stack);
      throw new TweedieError(
        { where, what: `${op ?? "an op"} needs the kernel ${kernel}, ${lack}`, fix },
        { cause: error },
      );
    }
  });
}
