import type { SearchPoint } from "@tweedie/core";
import type { Outcome } from "../study.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** Who holds a trial. */
export interface Holder extends ProcessIdentity {
  /** What people call it. */
  readonly agent: string;
}

/** What can happen to a sweep. What a record says is decided by those before it: one that comes too late changes nothing. */
export type Event =
  /** The configurations grow by one, and the trials by one for each replicate. */
  | { readonly op: "suggest"; readonly configuration: number; readonly point: SearchPoint }
  | {
      readonly op: "claim";
      readonly trial: number;
      readonly token: number;
      readonly holder: Holder;
      readonly lease: number;
    }
  /** The holder lives. */
  | { readonly op: "renew"; readonly trial: number; readonly token: number }
  | {
      readonly op: "report";
      readonly trial: number;
      readonly token: number;
      readonly resource: number;
      readonly value: number;
    }
  | { readonly op: "finish"; readonly trial: number; readonly token: number; readonly outcome: Outcome }
  /** The holder has given no sign of life for the time of the lease, as the writer saw it. */
  | { readonly op: "expire"; readonly trial: number; readonly token: number }
  /** Trials that failed wait again, with all their attempts. */
  | { readonly op: "retry"; readonly trials: readonly number[] }
  | { readonly op: "stop" }
  | { readonly op: "resume" };

/** An event, and when it was written: for people, nothing is decided by it. */
export type JournalRecord = Event & { readonly at: string };
