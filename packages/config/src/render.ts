import type { Diagnostic } from "./diagnostic.ts";
import type { Location } from "./source.ts";

/** How the parts of a message are coloured. */
export interface Style {
  readonly error: (text: string) => string;
  readonly place: (text: string) => string;
  readonly frame: (text: string) => string;
  readonly help: (text: string) => string;
}

const plain: Style = { error: String, place: String, frame: String, help: String };

/** Who reads more than these has to mend the first anyway. */
const shown = 20;

/** Longest line of a frame. */
const frameWidth = 100;

/** Diagnostics as people read them, each with the line it is about. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], style = plain): string {
  const frames = diagnostics.slice(0, shown).map((each) => renderDiagnostic(each, style));
  const rest = diagnostics.length - frames.length;
  return [...frames, ...(rest > 0 ? [`and ${rest} more errors`] : [])].join("\n\n");
}

function renderDiagnostic({ message, help, note, path, location }: Diagnostic, style: Style): string {
  const at = path === "" ? "" : ` at ${clean(path)}`;
  const head = `${style.error("error")} ${style.place(`${placeOf(location)}${at}`)}`;
  const tail = [
    ...(note === undefined ? [] : [`${gutter("", style, "=")} note: ${clean(note)}`]),
    ...(help === undefined ? [] : [`${gutter("", style, "=")} ${style.help("help:")} ${clean(help)}`]),
  ];
  if (!("line" in location)) return [`${head}: ${clean(message)}`, ...tail].join("\n");
  const { text, before, length } = crop(location);
  return [
    head,
    `${gutter("argument" in location ? "" : String(location.line), style)} ${text}`,
    `${gutter("", style)} ${before}${style.error(`${"^".repeat(length)} ${clean(message)}`)}`,
    ...tail,
  ].join("\n");
}

/** `experiments/ring.yaml:5:3` */
export function placeOf(location: Diagnostic["location"]): string {
  if (!("line" in location)) return location.file;
  return "argument" in location ? "command line" : `${location.file}:${location.line}:${location.column}`;
}

const gutter = (label: string, style: Style, bar = "|"): string => style.frame(`${label.padStart(5)} ${bar}`);

/** The line, cut to the frame around what is marked, and the space that leads to the mark. */
function crop({ text, column, length }: Location): { text: string; before: string; length: number } {
  const start = column - 1 > frameWidth * 0.6 ? column - 1 - Math.floor(frameWidth * 0.3) : 0;
  const end = Math.min(text.length, start + frameWidth);
  const lead = (start > 0 ? "…" : "") + text.slice(start, column - 1);
  const marked = text.slice(column - 1, Math.min(end, column - 1 + length));
  return {
    text: clean((start > 0 ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "")),
    before: Array.from(lead, (character) => (character === "\t" ? "\t" : " ".repeat(cells(character)))).join(""),
    length: Math.max(
      1,
      Array.from(marked).reduce((sum, character) => sum + cells(character), 0),
    ),
  };
}

/** Columns that a terminal gives a character: East Asian and emoji take two, marks that join take none. */
function cells(character: string): number {
  if (/\p{Mark}|\p{Default_Ignorable_Code_Point}/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Emoji_Presentation}/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Control characters of a file must not reach the terminal, nor a key without end. */
const clean = (text: string): string =>
  text.slice(0, 500).replaceAll(/(?!\t)\p{Control}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "�");
