import type { Role } from "./plugin.ts";

/** A field of a role's contract that has another name since some version of the contract. */
export interface RenamedField {
  /** Version of the contract, `apiVersion`, that renamed it. */
  readonly since: number;
  readonly role: Role;
  readonly now: string;
  readonly formerly: string;
}

/** All renamed fields: an object that has a former one is refused, as it would be read without it. */
export const renamedFields: readonly RenamedField[] = [
  { since: 2, role: "fakeScore", now: "output", formerly: "verdict" },
  { since: 2, role: "loss", now: "fakeScoreOutput", formerly: "verdict" },
  { since: 2, role: "metric", now: "input", formerly: "view" },
  { since: 2, role: "extractor", now: "extract", formerly: "look" },
];
