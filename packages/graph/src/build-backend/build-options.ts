/** Inputs of the command that builds the native part of a backend. */
export interface BuildOptions {
  /** Program that has the Python package of the library; `python3` by default. */
  readonly python?: string | undefined;
  /** Folder of the project, whose npm packages are used. */
  readonly project: string;
  /** Receives one line on each part of the work. */
  readonly report: (line: string) => void;
}
