import { documents, read, write } from "./documents.ts";
import { replaceMarked } from "./markers.ts";
import { type FigureRecord, recordedText } from "./record.ts";
import { sourceText } from "./sources.ts";

/** Writes the recorded results, and the sources of contracts and templates, between the markers of all documents. */
export function writeMarked(record: FigureRecord): void {
  for (const path of documents()) {
    const page = read(path);
    const written = replaceMarked(page, ({ kind, key }) =>
      kind === "source" ? sourceText(key) : recordedText(record, key),
    );
    if (written !== page) write(path, written);
  }
}
