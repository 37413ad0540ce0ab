import { type DataSummary, visibleLine } from "@tweedie/core";
import { countText, numberText } from "../terminal/format.ts";

/** Most classes that are listed. */
const maxListed = 12;

/** Describes data in one line: samples, files, values, and the classes by their labels, with names and numbers of samples. */
export function dataText({ files, samples, values: [least, most], classes }: DataSummary): string {
  const parts = [
    `${countText(samples)} samples from ${files === 1 ? "1 file" : `${countText(files)} files`}`,
    `values ${numberText(least)} to ${numberText(most)}`,
  ];
  if (!classes) return parts.join(", ");
  const listed = classes.slice(0, maxListed).map(({ name, samples }, label) => {
    const shown = name === String(label) ? name : `${label} = ${visibleLine(name)}`;
    return `${shown} (${countText(samples)})`;
  });
  if (classes.length > maxListed) listed.push("...");
  const count = classes.length === 1 ? "1 class" : `${countText(classes.length)} classes`;
  return `${parts.join(", ")}, ${count}: ${listed.join(", ")}`;
}
