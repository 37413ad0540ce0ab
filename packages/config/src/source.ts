/** A text that was read, and where it comes from. */
export interface Source {
  /** What a person calls it: a file as it was named, or `command line`. */
  readonly name: string;
  readonly text: string;
  /** Which of the overrides it is, where it is one. */
  readonly argument?: number;
}

/** A stretch of a source, in UTF-16 units from its beginning. */
export interface Origin {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** An origin as people count: lines and columns from 1. Of a stretch over several lines, the part on the first. */
export interface Location {
  /** The file, or nothing where it is an argument of the command. */
  readonly file?: string;
  /** Index among the overrides, from 0. */
  readonly argument?: number;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** The line itself. */
  readonly text: string;
}

/** Lines and columns of an origin. */
export function locationOf({ source, start, end }: Origin): Location {
  const { name, text, argument } = source;
  const lineStart = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", start);
  const lineEnd = next < 0 ? text.length : next;
  return {
    ...(argument === undefined ? { file: name } : { argument }),
    line: text.slice(0, lineStart).split("\n").length,
    column: start - lineStart + 1,
    length: Math.max(1, text.slice(start, Math.min(end, lineEnd)).trimEnd().length),
    text: text.slice(lineStart, lineEnd).trimEnd(),
  };
}
