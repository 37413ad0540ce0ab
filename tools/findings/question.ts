import type { Figure } from "@tweedie/report";
import type { Claim } from "./claim.ts";
import type { Results, ResultsByName } from "./results.ts";
import type { Measurement } from "./sweeps/measured-trials.ts";

/** An open question, the runs that answer it, and the answer as a function of their results. */
export interface Question {
  readonly number: number;
  readonly title: string;
  /** Sweeps in `experiments/findings`, by name. */
  readonly sweeps: readonly string[];
  /** Sweeps whose committed results `--quick` takes: those without claims, and those that cannot be shortened. */
  readonly notQuick?: readonly string[];
  /** Further numbers of a trial of the sweeps, from its folder. */
  readonly measure?: Measurement;
  /** Computations without training, by name. */
  readonly computations?: Readonly<Record<string, () => Pick<Results, "rows">>>;
  describe(results: ResultsByName): Description;
}

export interface Description {
  /** Two sentences. */
  readonly answer: string;
  /** Experiment and budget. */
  readonly setting: string;
  readonly figures: readonly PageFigure[];
  readonly tables: readonly PageTable[];
  /** Statements that the results support, or do not separate. */
  readonly claims: readonly Claim[];
  /** The theory that predicts the result, or fails to. */
  readonly theory: string;
  /** Results that would change the answer. */
  readonly changeOfMind: string;
}

export interface PageFigure {
  /** Name of the PNG file in `docs/images`. */
  readonly name: string;
  readonly caption: string;
  readonly figure: Figure;
}

export interface PageTable {
  readonly caption: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
