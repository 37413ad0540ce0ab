import { posix } from "node:path";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documents, read, root } from "./documents.ts";
import { readFigureDigests } from "../findings/page/write-page.ts";
import { figures } from "./figures/index.ts";
import { imagesIn, markedIn, replaceMarked } from "./markers.ts";
import { digestOf, readRecord, recordedText, textsOfCommands } from "./record.ts";
import { sourceText } from "./sources.ts";

const record = readRecord();
const pages = documents().map((path) => ({ path, page: read(path) }));

test("the record holds the figures that npm run docs:figures makes", () => {
  expect(Object.keys(record)).toEqual(Object.keys(figures).sort());
});

describe.each(pages)("$path", ({ path, page }) => {
  test("shows the results that npm run docs:figures wrote last", () => {
    for (const { kind, key, text } of markedIn(page)) {
      expect(text, key).toBe((kind === "source" ? sourceText(key) : recordedText(record, key))?.trim());
    }
  });

  test("prints no table of metrics outside of markers", () => {
    const rest = replaceMarked(page, () => "");
    expect(rest).not.toMatch(/^ +student +teacher +floor/m);
  });

  test("shows pictures of the same runs as the texts", () => {
    const digests = Object.assign({}, ...Object.values(record).map(({ images }) => images)) as Record<string, string>;
    for (const [file, digest] of Object.entries(readFigureDigests())) digests[file] = digest.file;
    for (const image of imagesIn(page)) {
      const file = posix.normalize(posix.join(posix.dirname(path), image));
      expect(digests[file], file).toBe(digestOf(readFileSync(join(root, file))));
    }
  });
});

test("every recorded text is shown somewhere", () => {
  const shown = new Set(pages.flatMap(({ page }) => markedIn(page).map(({ key }) => key)));
  const figures = Object.entries(record).map(([name, { texts }]) => [name, texts] as const);
  const keys = [...figures, ...Object.entries(textsOfCommands())].flatMap(([name, texts]) =>
    Object.keys(texts).map((text) => `${name}/${text}`),
  );
  for (const key of keys) expect(shown).toContain(key);
});

test("a changed digit between markers is found", () => {
  const page = "<!-- results: a/b -->\n\n0.0625\n\n<!-- /results -->\n";
  expect(markedIn(page)).toEqual([{ kind: "results", key: "a/b", text: "0.0625" }]);
  expect(replaceMarked(page, () => "0.0626")).toBe("<!-- results: a/b -->\n\n0.0626\n\n<!-- /results -->\n");
});
