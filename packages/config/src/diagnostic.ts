import { formatPath, type Path } from "./path.ts";
import { locationOf, type Location, type Origin } from "./source.ts";

/** One thing that is wrong, as data: what a person or a program can act on. */
export interface Diagnostic {
  readonly message: string;
  /** How to mend it. */
  readonly help?: string;
  /** What else is good to know. */
  readonly note?: string;
  /** The value it is about, `loss.lambda`; empty for a whole file. */
  readonly path: string;
  /** Where it is written. A missing key of the root is nowhere but in its file. */
  readonly location: Location | { readonly file: string };
}

/** What is said of a place. */
export interface Finding {
  readonly message: string;
  readonly help?: string | undefined;
  readonly note?: string | undefined;
}

/** A finding at a stretch of a source, or in a file as a whole. */
export function diagnostic(at: Origin | string, path: Path, { message, help, note }: Finding): Diagnostic {
  return {
    message,
    ...(help === undefined ? {} : { help }),
    ...(note === undefined ? {} : { note }),
    path: formatPath(path),
    location: typeof at === "string" ? { file: at } : locationOf(at),
  };
}

/** In the order of the sources and of their lines, each once. */
export function inOrder(diagnostics: readonly Diagnostic[], sources: readonly string[]): Diagnostic[] {
  const rank = ({ location }: Diagnostic): number[] => {
    const source = "argument" in location ? sources.length + location.argument! : sources.indexOf(location.file ?? "");
    return "line" in location ? [source, location.line, location.column] : [source, Infinity, 0];
  };
  const unique = new Map(diagnostics.map((each) => [JSON.stringify([each.location, each.path, each.message]), each]));
  return [...unique.values()]
    .map((each) => ({ each, rank: rank(each) }))
    .sort((a, b) => a.rank.map((x, i) => compare(x, b.rank[i]!)).find((order) => order !== 0) ?? 0)
    .map(({ each }) => each);
}

/** Not a difference: that of two infinities is not a number. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
