import { textWidth, visibleLine, visibleText } from "@tweedie/core";
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
  if ("argument" in location) return "command line";
  const file = visibleLine(location.file ?? "");
  return "line" in location ? `${file}:${location.line}:${location.column}` : file;
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
    before: Array.from(visibleText(lead), (character) =>
      character === "\t" ? "\t" : " ".repeat(textWidth(character)),
    ).join(""),
    length: Math.max(1, textWidth(sanitize(marked))),
  };
}

/** Makes control characters visible, which must not reach the terminal, and cuts long text. */
const sanitize = (text: string): string => visibleText(text.slice(0, 500));
