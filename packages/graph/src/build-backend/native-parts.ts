import { TweedieError } from "@tweedie/core";
import type { BuildOptions } from "./build-options.ts";

/** A backend whose native part is built on the user's machine. */
interface NativePart {
  /** Builds it and tries it. */
  build(options: BuildOptions): Promise<void>;
  /** Removes it. Returns its path; undefined if there is none. */
  remove(): Promise<string | undefined>;
}

const nativeParts: Readonly<Record<string, NativePart>> = {
  cuda: {
    build: async (options) => (await import("../cuda/build.ts")).buildCuda(options),
    remove: async () => (await import("../cuda/build.ts")).removeCuda(),
  },
  tensorflow: {
    build: async (options) => (await import("../tensorflow/build.ts")).buildTensorflow(options),
    remove: async () => (await import("../tensorflow/addon/build-addon.ts")).removeAddon(),
  },
};

/** Names of the backends that `tweedie backend build` takes. */
export const buildableBackends: readonly string[] = Object.keys(nativeParts);

/**
 * The native part of a backend.
 *
 * @throws TweedieError for a backend that is not built.
 */
export function nativePartOf(backend: string): NativePart {
  const part = nativeParts[backend];
  if (part) return part;
  throw new TweedieError({
    where: "backend",
    what: `there is no backend \`${backend}\` that is built`,
    fix: `use one of ${buildableBackends.join(", ")}`,
  });
}
