/** The way to a value: keys of maps and indices of lists, from the root. */
export type Path = readonly (string | number)[];

/** Names that JavaScript gives a meaning of its own: none of them can be a key. */
export const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** `["metrics", 0, "samples"]` becomes `metrics[0].samples`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number" || /^\d+$/.test(part)) return `${text}[${part}]`;
    if (!/^[^\s.[\]"'=]+$/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

/** A path as code may write it: `evaluate.metrics.0` is short for `["evaluate", "metrics", 0]`. */
export type PathLike = string | Path;

export const toPath = (path: PathLike): Path => (typeof path === "string" ? path.split(".").filter(Boolean) : path);

/** One step of a path as it is written, and where in the text it stands. */
export interface PathPart {
  readonly name: string;
  readonly start: number;
}

/** Splits `metrics[0].samples` or `metrics.0.samples`; `undefined` if it is neither. */
export function splitPath(text: string): PathPart[] | undefined {
  if (!/^[^\s.[\]"']+(\.[^\s.[\]"']+|\[\d+\])*$/.test(text)) return undefined;
  return [...text.matchAll(/[^.[\]]+/g)].map((match) => ({ name: match[0], start: match.index }));
}
