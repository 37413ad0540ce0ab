import type { Location } from "../read/source.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** Colours of the parts of a rendered diagnostic. */
export interface DiagnosticStyle {
  readonly error: (text: string) => string;
  readonly place: (text: string) => string;
  readonly frame: (text: string) => string;
  readonly help: (text: string) => string;
}

const plain: DiagnosticStyle = { error: String, place: String, frame: String, help: String };

/** Diagnostics that are rendered; the rest are counted. */
const maxRendered = 20;

/** Longest line of a frame. */
const frameWidth = 100;

/** Renders diagnostics as text, each with the line of its source. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], style = plain): string {
  const frames = diagnostics.slice(0, maxRendered).map((each) => renderDiagnostic(each, style));
  const rest = diagnostics.length - frames.length;
  return [...frames, ...(rest > 0 ? [`and ${rest} more errors`] : [])].join("\n\n");
}

function renderDiagnostic({ message, help, note, path, location }: Diagnostic, style: DiagnosticStyle): string {
  const at = path === "" ? "" : ` at ${sanitize(path)}`;
  const head = `${style.error("error")} ${style.place(`${formatLocation(location)}${at}`)}`;
  const tail = [
    ...(note === undefined ? [] : [`${gutter("", style, "=")} note: ${sanitize(note)}`]),
    ...(help === undefined ? [] : [`${gutter("", style, "=")} ${style.help("help:")} ${sanitize(help)}`]),
  ];
  if (!("line" in location)) return [`${head}: ${sanitize(message)}`, ...tail].join("\n");
  const { text, before, length } = crop(location);
  return [
    head,
    `${gutter("argument" in location ? "" : String(location.line), style)} ${text}`,
    `${gutter("", style)} ${before}${style.error(`${"^".repeat(length)} ${sanitize(message)}`)}`,
    ...tail,
  ].join("\n");
}

/** Formats a location as `experiments/ring.yaml:5:3`. */
export function formatLocation(location: Diagnostic["location"]): string {
  if (!("line" in location)) return location.file;
  return "argument" in location ? "command line" : `${location.file}:${location.line}:${location.column}`;
}

const gutter = (label: string, style: DiagnosticStyle, bar = "|"): string => style.frame(`${label.padStart(5)} ${bar}`);

/** Cuts a line to the frame width around the marked range. `before` is the white space up to the mark, `length` the columns of the mark. */
function crop({ text, column, length }: Location): { text: string; before: string; length: number } {
  const start = column - 1 > frameWidth * 0.6 ? column - 1 - Math.floor(frameWidth * 0.3) : 0;
  const end = Math.min(text.length, start + frameWidth);
  const lead = (start > 0 ? "…" : "") + text.slice(start, column - 1);
  const marked = text.slice(column - 1, Math.min(end, column - 1 + length));
  return {
    text: sanitize((start > 0 ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "")),
    before: Array.from(lead, (character) => (character === "\t" ? "\t" : " ".repeat(columnsOf(character)))).join(""),
    length: Math.max(
      1,
      Array.from(marked).reduce((sum, character) => sum + columnsOf(character), 0),
    ),
  };
}

/** Columns of a character in a terminal: 2 for East Asian characters and emoji, 0 for combining marks. */
function columnsOf(character: string): number {
  if (/\p{Mark}|\p{Default_Ignorable_Code_Point}/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Replaces control characters, which must not reach the terminal, and cuts long text. */
const sanitize = (text: string): string =>
  text.slice(0, 500).replaceAll(/(?!\t)\p{Control}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "�");
