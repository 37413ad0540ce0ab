/** A text that was read, and its name. */
export interface Source {
  /** The file as the user named it, or `command line`. */
  readonly name: string;
  readonly text: string;
  /** Index of the override, from 0, if the text is one. */
  readonly argument?: number;
}

/** A range of a source, in UTF-16 units from its start. */
export interface Origin {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** An origin as line and column, both from 1. A range over several lines is cut to its first. */
export interface Location {
  /** The file; left out for an argument of the command. */
  readonly file?: string;
  /** Index of the override, from 0. */
  readonly argument?: number;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** The whole line. */
  readonly text: string;
}

/** Returns line and column of an origin. */
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
