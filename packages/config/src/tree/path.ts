/** Path of a value from the root: keys of maps and indices of lists. */
export type Path = readonly (string | number)[];

/** Names that have a meaning in JavaScript objects and cannot be keys. */
export const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Formats `["metrics", 0, "samples"]` as `metrics[0].samples`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number" || /^\d+$/.test(part)) return `${text}[${part}]`;
    if (!/^[^\s.[\]"'=]+$/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

/** A path in code: `evaluate.metrics.0` is short for `["evaluate", "metrics", 0]`. */
export type PathLike = string | Path;

export const toPath = (path: PathLike): Path => (typeof path === "string" ? path.split(".").filter(Boolean) : path);

/** One part of a written path, with its offset in the text. */
export interface PathPart {
  readonly name: string;
  readonly start: number;
}

/** Splits `metrics[0].samples` or `metrics.0.samples`; returns `undefined` for any other form. */
export function splitPath(text: string): PathPart[] | undefined {
  if (!/^[^\s.[\]"']+(\.[^\s.[\]"']+|\[\d+\])*$/.test(text)) return undefined;
  return [...text.matchAll(/[^.[\]]+/g)].map((match) => ({ name: match[0], start: match.index }));
}
