import type { Question } from "../question.ts";
import { adapters } from "./adapters.ts";
import { lambdaByLevel } from "./by-level.ts";
import { dependence } from "./dependence.ts";
import { lambdaAndWeights } from "./lambda.ts";
import { family } from "./family.ts";
import { level } from "./level.ts";
import { lsgan } from "./lsgan.ts";
import { prediction } from "./prediction.ts";
import { teacherAlone } from "./teacher-alone.ts";
import { transform } from "./transform.ts";

/** All questions, in the order of the page. */
export const questions: readonly Question[] = [
  transform,
  dependence,
  level,
  lsgan,
  teacherAlone,
  lambdaAndWeights,
  prediction,
  adapters,
  lambdaByLevel,
  family,
];
