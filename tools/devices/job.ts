/** A test of one target. */
export interface Job {
  readonly name: string;
  /**
   * Tries the target. Returns one line on what was compared.
   *
   * @throws Unavailable if the machine lacks something that the job needs, and cannot get it.
   * @throws Error if the target does not work.
   */
  run(): Promise<string>;
}

/** Thrown where a machine lacks something. Its message is the reason why a job is skipped. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

export interface JobResult {
  readonly name: string;
  readonly outcome: "ok" | "skipped" | "FAILED";
  /** Line on the comparison, the reason of the skip, or the error. */
  readonly detail: string;
  readonly seconds: number;
}

/** Runs a job. Never rejects. */
export async function resultOf({ name, run }: Job): Promise<JobResult> {
  const begun = performance.now();
  const [outcome, detail] = await run().then(
    (line) => ["ok", line] as const,
    (error: unknown) =>
      error instanceof Unavailable ? (["skipped", error.message] as const) : (["FAILED", messageOf(error)] as const),
  );
  return { name, outcome, detail, seconds: (performance.now() - begun) / 1_000 };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A result as one line, such as `skipped: webgpu, 0.1 s: apt-get is not installed`; more lines for a long error. */
export const lineOf = ({ name, outcome, detail, seconds }: JobResult): string =>
  `${outcome}: ${name}, ${seconds.toFixed(1)} s: ${detail}`;

/** Numbers of jobs with each outcome. */
export function summaryOf(results: readonly JobResult[]): string {
  const count = (wanted: JobResult["outcome"]): number => results.filter(({ outcome }) => outcome === wanted).length;
  return `${count("ok")} passed, ${count("FAILED")} failed, ${count("skipped")} skipped`;
}
