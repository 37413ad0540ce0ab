import { type Student, TweedieError } from "@tweedie/core";

/**
 * The student in another number of steps than it was trained for. Default: as trained.
 *
 * @throws TweedieError if it has one step
 */
export function studentInSteps(student: Student, count: number | undefined): Student {
  if (count === undefined) return student;
  if (student.steps) return student.steps.withCount(count);
  if (count === 1) return student;
  throw new TweedieError({
    where: "--steps",
    what: `the student of this run generates in one step, and not in ${count}`,
    fix: "add `--teacher`, or train with `student: students/multistep`",
  });
}
