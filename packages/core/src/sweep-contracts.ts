import type { Random } from "./random.ts";

/** A parameter has its place only where another one has a certain choice. */
export interface Condition {
  /** The name of the other. */
  readonly name: string;
  /** The number of its choice, from 0. */
  readonly choice: number;
}

interface Swept {
  readonly name: string;
  readonly when?: Condition | undefined;
}

/** A parameter that is one of several things, which have no order. */
export interface Choice extends Swept {
  readonly kind: "choice";
  /** How likely each choice is before anything is known: positive, of sum 1. */
  readonly probabilities: readonly number[];
}

/**
 * A number, by its distribution before anything is known.
 *
 * Where it has steps, every value stands for an interval of shares; else for a point.
 */
export interface Range extends Swept {
  readonly kind: "range";
  /** The value at a share of the distribution, in (0, 1). */
  quantile(share: number): number;
  /** The shares whose value it is, from and to. */
  shares(value: number): readonly [number, number];
  /** All values in order, where they are finitely many. */
  readonly grid?: { readonly size: number; at(index: number): number } | undefined;
}

export type Dimension = Choice | Range;

/** What is swept. A dimension stands after the one that it depends on. */
export type Space = readonly Dimension[];

/** A value for each dimension that has its place: the number of a choice, or a number of a range. */
export type Point = Readonly<Record<string, number>>;

/** A configuration and what is known of it. Less is better, whatever the user's metric. */
export interface Observation {
  readonly point: Point;
  /** A pruned one has the value of its last report; one that diverged has none, and is worse than any other. */
  readonly status: "running" | "complete" | "pruned" | "diverged";
  readonly value?: number | undefined;
  /** How far it came, where it was pruned. */
  readonly resource?: number | undefined;
}

/** What a sampler is asked. */
export interface Ask {
  readonly space: Space;
  /** The number of the configuration, from 0. */
  readonly index: number;
  /** The stream of this configuration: the same again whenever it is asked again. */
  readonly random: Random;
  /** The stream of the sweep as a whole, at its beginning. */
  readonly sweep: Random;
  /** What is known, in the order in which it was suggested. One whose suggestions do not depend on it never calls this. */
  history(): readonly Observation[];
}

/** Why a sampler cannot sample a space. */
export interface Refusal {
  /** The dimension. Left out: the space as a whole. */
  readonly name?: string | undefined;
  readonly what: string;
  readonly fix?: string | undefined;
}

/** Chooses configurations: a pure function of what it is asked. */
export interface Sampler {
  refuse?(space: Space): Refusal | undefined;
  /** How many configurations there are, where they have an end. */
  size?(space: Space): number;
  suggest(ask: Ask): Point;
}

/** A value of a trial on the way. Less is better. */
export interface Report {
  /** How much was spent: training steps, or samples. */
  readonly resource: number;
  readonly value: number;
}

/** A trial's reports so far, by growing resource. */
export interface TrialProgress {
  readonly isComplete: boolean;
  readonly reports: readonly Report[];
}

/** What a pruner is asked about a trial that has just made the last of its reports. */
export interface PruningInput {
  readonly reports: readonly Report[];
  /** The other trials of the same replicate. */
  readonly others: readonly TrialProgress[];
  /** What the user's metric was multiplied by, so that less is better. */
  readonly sign: 1 | -1;
}

/** Ends trials that promise little: a pure function of the reports. */
export interface Pruner {
  /** Whether the trial is to end. */
  prune(judgement: PruningInput): boolean;
}

/** The agents that a sweep asks for: they claim its trials until there are none. */
export interface AgentOrder {
  /** The sweep's name, and its folder from the root of the file system. */
  readonly name: string;
  readonly folder: string;
  /** The program of one agent and its arguments. */
  readonly command: readonly string[];
  /** Trials that are left; infinity where nobody knows. */
  readonly trials: number;
  /** How much at a time, where the command line says so. */
  readonly parallel?: number | undefined;
}

/** Starts agents: here, or on the machines of a cluster. What they do is in the sweep's journal, and none of its business. */
export interface Launcher {
  /** Whether the command that begins a sweep is its agent. Otherwise it starts others and returns. */
  readonly attached: boolean;
  /** What one agent does at a time, and the threads of each trial. */
  agent(parallel?: number): { readonly workers: number; readonly threads: number };
  /** What `launch` would hand over, for people to read. */
  preview(order: AgentOrder): string;
  /** Starts agents that outlive this process. Returns the names of the jobs. */
  launch(order: AgentOrder): Promise<readonly string[]>;
  /** How many agents of these jobs there are now; undefined where nobody can tell. */
  alive(jobs: readonly string[]): Promise<{ readonly running: number; readonly queued: number } | undefined>;
  /** Takes back those that have not begun. */
  cancel(jobs: readonly string[]): Promise<void>;
}
