import type { Role } from "./plugin.ts";

/** A renamed field of a role's contract. */
export interface RenamedField {
  /** The first contract version, `apiVersion`, with the new name. */
  readonly since: number;
  readonly role: Role;
  readonly now: string;
  readonly formerly: string;
}

/** All renamed fields. An object with a former name is refused: the field would otherwise be ignored silently. */
export const renamedFields: readonly RenamedField[] = [
  { since: 2, role: "fakeScore", now: "output", formerly: "verdict" },
  { since: 2, role: "loss", now: "fakeScoreOutput", formerly: "verdict" },
  { since: 2, role: "metric", now: "input", formerly: "view" },
  { since: 2, role: "extractor", now: "extract", formerly: "look" },
  { since: 3, role: "teacher", now: "weights", formerly: "trained" },
];
