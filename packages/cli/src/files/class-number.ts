import { TweedieError } from "@tweedie/core";
import { readStatus, runFolder } from "@tweedie/engine";
import { integer } from "../command-line/options.ts";

/** Label of a class of a run that is given by its name or, if no class has that name, by its label. */
export async function classNumber(run: string, text: string): Promise<number> {
  const names = (await readStatus(runFolder(run)))?.data?.classes?.map(({ name }) => name) ?? [];
  const label = names.indexOf(text);
  if (label >= 0) return label;
  if (/^\d+$/.test(text) || names.length === 0) return integer("--class", text, 0);
  throw new TweedieError({
    where: "--class",
    what: `there is no class \`${text}\``,
    fix: `use one of ${names.slice(0, 20).join(", ")}, or a label from 0`,
  });
}
