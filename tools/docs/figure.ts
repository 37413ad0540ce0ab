/** Results of an experiment in the documents: printed texts and pictures that come from the same runs. */
export interface Figure {
  /** The command that readers can repeat. */
  readonly command: string;
  /** Runs the experiments. Continues the runs that the folder holds. */
  make(folder: string): Promise<FigureResults>;
}

export interface FigureResults {
  /** Markdown by name, inserted at the marker `results: FIGURE/NAME`. */
  readonly texts: Readonly<Record<string, string>>;
  /** PNG files by their path from the root of the repository. */
  readonly images?: Readonly<Record<string, Uint8Array>>;
}
