/** Result of a check: no problem, one, or several, each as text with the values found. */
export type Findings = string | undefined | readonly (string | undefined)[];

/** Returns a problem unless a condition holds. */
export const unless = (holds: boolean, problem: string): string | undefined => (holds ? undefined : problem);

/** Returns the problems among findings. */
export const problemsIn = (findings: Findings): readonly string[] =>
  [findings].flat().filter((each) => each !== undefined);
