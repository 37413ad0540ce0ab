import { renderPng, renderSvg } from "@tweedie/report";
import { createHash } from "node:crypto";
import { read, write } from "../../docs/documents.ts";
import { digestOf, readRecord } from "../../docs/record.ts";
import { writeMarked } from "../../docs/write-marked.ts";
import type { PageFigure, Question } from "../question.ts";
import { questions } from "../questions/index.ts";
import { hasResults, readResults, type ResultsByName } from "../results.ts";
import { type Answered, findingsPage } from "./page.ts";

export const pagePath = "docs/findings.md";
const digestsPath = "docs/findings/results/figures.json";

/** Digests of a picture: of its PNG file, and of the specification that it was drawn from. */
export interface FigureDigests {
  readonly file: string;
  readonly specification: string;
}

export const readFigureDigests = (): Readonly<Record<string, FigureDigests>> =>
  JSON.parse(read(digestsPath)) as Readonly<Record<string, FigureDigests>>;

export const imagePath = ({ name }: PageFigure): string => `docs/images/${name}.png`;

export const specificationDigest = ({ figure }: PageFigure): string =>
  createHash("sha256").update(JSON.stringify(figure)).digest("hex");

/** Names of the results of a question: its sweeps and computations. */
export const resultNames = ({ sweeps, computations = {} }: Question): readonly string[] => [
  ...sweeps,
  ...Object.keys(computations),
];

/** The questions all of whose results are committed. */
export const answeredQuestions = (): readonly Answered[] =>
  questions
    .filter((question) => resultNames(question).every(hasResults))
    .map((question) => ({ question, results: resultsOf(question) }));

const resultsOf = (question: Question): ResultsByName =>
  Object.fromEntries(resultNames(question).map((name) => [name, readResults(name)]));

/** Figures of all answered questions. */
export const figuresOf = (answered: readonly Answered[]): readonly PageFigure[] =>
  answered.flatMap(({ question, results }) => question.describe(results).figures);

/** Writes the page, its pictures, and the tables of other documents from the committed results. */
export async function writePage(): Promise<void> {
  const answered = answeredQuestions();
  write(pagePath, findingsPage(answered));
  const digests: Record<string, FigureDigests> = {};
  for (const figure of figuresOf(answered)) {
    const png = await renderPng(await renderSvg(figure.figure));
    write(imagePath(figure), png);
    digests[imagePath(figure)] = { file: digestOf(png), specification: specificationDigest(figure) };
  }
  write(digestsPath, `${JSON.stringify(digests, undefined, 2)}\n`);
  writeMarked(readRecord());
}
