import { TweedieError } from "../errors.ts";
import type { OptionalPackages } from "../optional-packages.ts";

export type { OptionalPackages } from "../optional-packages.ts";

/** Refuses a part of Tweedie that needs packages of npm: a page cannot install any. */
export function requireOptional({ purpose }: OptionalPackages): void {
  throw new TweedieError({
    where: purpose,
    what: "is not available in a browser",
    fix: "run the experiment with the command",
  });
}
