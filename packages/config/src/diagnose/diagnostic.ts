import { locationOf, type Location, type Origin } from "../read/source.ts";
import { formatPath, type Path } from "../tree/path.ts";

/** One error of a configuration, as data. */
export interface Diagnostic extends DiagnosticText {
  readonly help?: string;
  readonly note?: string;
  /** Path of the value, `loss.lambda`; empty for a whole file. */
  readonly path: string;
  /** Position in a source; the file alone for a missing key of the root. */
  readonly location: Location | { readonly file: string };
}

/** An error without its location. */
export interface DiagnosticText {
  readonly message: string;
  /** The fix. */
  readonly help?: string | undefined;
  /** Additional information. */
  readonly note?: string | undefined;
}

/** Creates a diagnostic of a range of a source, or of a whole file. */
export function createDiagnostic(at: Origin | string, path: Path, { message, help, note }: DiagnosticText): Diagnostic {
  return {
    message,
    ...(help === undefined ? {} : { help }),
    ...(note === undefined ? {} : { note }),
    path: formatPath(path),
    location: typeof at === "string" ? { file: at } : locationOf(at),
  };
}

/** Sorts diagnostics by source, line and column, and removes duplicates. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[], sources: readonly string[]): Diagnostic[] {
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

/** Not `a - b`, which is NaN for two infinities. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
