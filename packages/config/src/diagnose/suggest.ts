import { distance } from "fastest-levenshtein";

/** Returns the candidate nearest to a misspelt name, or undefined if none is near enough. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = editsBetween(normalize(name), normalize(candidate));
    if (
      edits < candidate.length &&
      edits <= Math.max(1, Math.floor(candidate.length / 3)) &&
      edits < (best?.edits ?? Infinity)
    ) {
      best = { candidate, edits };
    }
  }
  return best?.candidate;
}

/** Help for an unknown name: the nearest candidate, else all candidates if there are at most 20. */
export function suggest(name: string, candidates: readonly string[], what: string): string | undefined {
  const near = nearest(name, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  return listNames(candidates, what);
}

/** Help that lists all names, if there are at most 20. */
export function listNames(names: readonly string[], what: string): string | undefined {
  if (names.length === 0 || names.length > 20) return undefined;
  return `${what}: ${names.map((name) => `\`${name}\``).join(", ")}`;
}

const normalize = (text: string): string => text.toLowerCase().replaceAll(/[-_ ]/g, "");

/** Levenshtein distance, except that two swapped letters and a missing end count as one edit. */
function editsBetween(a: string, b: string): number {
  if (a.length > 2 && b.startsWith(a)) return Math.min(1, b.length - a.length);
  const edits = distance(a, b);
  const sorted = (text: string) => [...text].sort().join("");
  return edits === 2 && sorted(a) === sorted(b) ? 1 : edits;
}
