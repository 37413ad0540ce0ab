import type { Findings } from "../problems/findings.ts";

/** One check of a contract. */
export interface Check {
  readonly name: string;
  /** Returns the reason why the check does not apply; undefined if it applies. */
  skipReason?(): string | undefined;
  /** Returns what is wrong. An error that the plugin throws passes through. */
  find(): Findings | Promise<Findings>;
}

/** The checks of a contract, in groups. */
export interface Suite {
  readonly name: string;
  readonly checks: readonly Check[];
  readonly groups?: readonly Suite[];
}
