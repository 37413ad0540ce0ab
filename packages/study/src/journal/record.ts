import type { SearchPoint } from "@tweedie/core";
import type { Outcome } from "../study.ts";
import type { ProcessIdentity } from "@tweedie/engine/locks";

/** The process and agent that hold the lease of a trial. */
export interface LeaseHolder extends ProcessIdentity {
  /** Name of the agent, for display. */
  readonly agent: string;
}

/** An event of a sweep. Its effect depends on the earlier records alone; an event that comes too late has none. */
export type Event =
  /** Adds a configuration, and a trial for each replicate. */
  | { readonly op: "suggest"; readonly configuration: number; readonly point: SearchPoint }
  | {
      readonly op: "claim";
      readonly trial: number;
      readonly token: number;
      readonly holder: LeaseHolder;
      readonly lease: number;
    }
  /** A heartbeat. */
  | { readonly op: "renew"; readonly trial: number; readonly token: number }
  | {
      readonly op: "report";
      readonly trial: number;
      readonly token: number;
      readonly resource: number;
      readonly value: number;
    }
  | { readonly op: "finish"; readonly trial: number; readonly token: number; readonly outcome: Outcome }
  /** The lease expired by the clock of the writer. */
  | { readonly op: "expire"; readonly trial: number; readonly token: number }
  /** Puts failed trials back into the queue, with all their retries. */
  | { readonly op: "retry"; readonly trials: readonly number[] }
  | { readonly op: "stop" }
  | { readonly op: "resume" };

/** An event and the time of its writing, ISO 8601, which no decision depends on. */
export type JournalRecord = Event & { readonly at: string };
