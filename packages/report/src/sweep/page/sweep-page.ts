import { htmlDocument } from "../../page/html-document.ts";
import { type Html, html } from "../../page/html.ts";
import { isComplete, type SweepData } from "../sweep-data.ts";
import { configurationsSection, csvSection, unfinishedSection } from "./table-sections.ts";
import { overviewSection, pairSection, parallelSection, parameterSections } from "./figure-sections.ts";
import { samplesSection } from "./samples-section.ts";
import { sweepHeader } from "./sweep-header.ts";

/** Report of a sweep as an HTML page. `csv` is the content of `trials.csv`. */
export async function sweepReportPage(data: SweepData, csv: string): Promise<string> {
  const { plan, state } = data;
  return htmlDocument(
    `${plan.name} (sweep)`,
    html`${sweepHeader(data)} ${await samplesSection(data)} ${configurationsSection(data)}
    ${state.configurations.some(isComplete) && (await figureSections(data))} ${unfinishedSection(state.trials)}
    ${csvSection(csv, state.trials.length)}`,
  );
}

const figureSections = async (data: SweepData): Promise<Html> =>
  html`${await overviewSection(data)} ${await parameterSections(data)} ${await pairSection(data)}
  ${await parallelSection(data)}`;
