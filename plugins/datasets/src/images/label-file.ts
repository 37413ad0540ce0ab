import { TweedieError } from "@tweedie/core";
import { fileLimits } from "@tweedie/core/files";
import { naturalOrder } from "../files/natural-order.ts";
import { numberedClasses } from "../files/numbered-classes.ts";
import { readBytes } from "../files/read-file.ts";
import { parseCsv } from "./csv.ts";

/** Labels of a file: the class of each image by its path, and the names of the classes. */
export interface FileLabels {
  readonly names: readonly string[];
  readonly labelOf: ReadonlyMap<string, number>;
}

type Label = string | number;

/**
 * Reads labels from a CSV file (`file,label`) or a JSON file: `{"labels": [["a/b.png", 3], ...]}`, as in EDM and StyleGAN, the list alone,
 * or `{"a/b.png": "cat", ...}`.
 *
 * Integers are the labels themselves, from 0 without gaps. Other labels are names of classes, in natural order.
 *
 * @throws TweedieError if the file is malformed, or if a class has no sample.
 */
export function readLabelFile(file: string): FileLabels {
  const fail = (what: string, fix?: string) => new TweedieError({ where: file, what, fix });
  const text = new TextDecoder().decode(readBytes(file, fileLimits.text));
  const entries = /\.json$/i.test(file) ? entriesOfJson(text, fail) : entriesOfCsv(text, fail);
  if (entries.length === 0) throw fail("has no labels");
  const labels = new Map<string, Label>();
  for (const [path, label] of entries) {
    const name = path.replace(/^\.\//, "");
    if (name === "" || name.startsWith("/") || name.includes("\\") || name.split("/").includes("..")) {
      throw fail(`has the path ${JSON.stringify(path)}`, "write paths relative to the folder of images, with /");
    }
    if (labels.has(name)) throw fail(`lists ${JSON.stringify(name)} twice`);
    labels.set(name, label);
  }
  const names = classNames(new Set(labels.values()), fail);
  const index = new Map(names.map((name, label) => [name, label]));
  return { names, labelOf: new Map([...labels].map(([path, label]) => [path, index.get(String(label))!])) };
}

type Fail = (what: string, fix?: string) => TweedieError;

/** Most classes: labels are stored in 16 bits. */
const maxClasses = 65_536;

function classNames(labels: ReadonlySet<Label>, fail: Fail): string[] {
  if (labels.size > maxClasses) throw fail(`has ${labels.size} classes; at most ${maxClasses} are allowed`);
  const given = [...labels];
  if (given.every((label) => typeof label === "number")) return numberedClasses(given, fail);
  // The number 1 and the text "1" are the same name.
  return [...new Set(given.map(String))].sort(naturalOrder);
}

function entriesOfCsv(text: string, fail: Fail): [string, Label][] {
  const rows = parseCsv(text);
  if (!rows) throw fail("is not CSV: a quote is not closed");
  const isHeader = rows[0]?.[1]?.toLowerCase() === "label";
  return rows.slice(isHeader ? 1 : 0).map((row, i) => {
    const [path, label] = row;
    if (row.length === 2 && path && label) return [path, /^(0|[1-9]\d{0,8})$/.test(label) ? Number(label) : label];
    throw fail(`has ${row.length} values in row ${i + (isHeader ? 2 : 1)}; expected a file and its label`);
  });
}

function entriesOfJson(text: string, fail: Fail): [string, Label][] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw fail(`is not JSON: ${(error as Error).message}`);
  }
  const content = isRecord(json) && Object.hasOwn(json, "labels") ? json["labels"] : json;
  const list: unknown = isRecord(content) ? Object.entries(content) : content;
  if (!Array.isArray(list)) throw fail("has no list of labels", 'write {"labels": [["image.png", 0], ...]}');
  return list.map((entry: unknown) => {
    const [path, label, ...more] = Array.isArray(entry) ? (entry as unknown[]) : [];
    const isLabel = typeof label === "string" ? label !== "" : Number.isSafeInteger(label) && (label as number) >= 0;
    if (typeof path === "string" && isLabel && more.length === 0) return [path, label as Label];
    throw fail(
      `has the entry ${String(JSON.stringify(entry)).slice(0, 100)}`,
      "write [file, label]; a label is a name or an integer from 0",
    );
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
