import type { Figure } from "../figure.ts";
import { dashboard } from "./dashboard.ts";
import { digits } from "./digits.ts";
import { playground } from "./playground.ts";
import { ring } from "./ring.ts";
import { teachers } from "./teachers.ts";
import { tutorial } from "./tutorial.ts";
import { weights } from "./weights.ts";

/** All figures of the documents, by name. */
export const figures: Readonly<Record<string, Figure>> = {
  ring,
  tutorial,
  weights,
  digits,
  teachers,
  dashboard,
  playground,
};
