/**
 * Names of the classes of integer labels: `0`, `1` and so on.
 *
 * @throws the error that `fail` makes, if a class below the largest label has no sample.
 */
export function numberedClasses(labels: Iterable<number>, fail: (what: string, fix: string) => Error): string[] {
  const present = new Set(labels);
  const numbers = Array.from({ length: present.size }, (_, label) => label);
  const absent = numbers.find((label) => !present.has(label));
  if (absent === undefined) return numbers.map(String);
  const largest = [...present].reduce((most, label) => Math.max(most, label), 0);
  throw fail(`has labels up to ${largest}, but no sample of class ${absent}`, "number the classes from 0 without gaps");
}
