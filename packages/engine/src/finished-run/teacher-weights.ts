import { type NDArrays, random, type Teacher, TweedieError } from "@tweedie/core";
import { initialTeacherWeights } from "../weights/initial-weights.ts";
import { runFolder } from "../run/run-folder.ts";
import { loadTeacher } from "../weights/teacher-store.ts";

/** Final weights of the teacher of a run. @throws TweedieError if it is still in training */
export async function teacherWeights(run: string, teacher: Teacher, seed: number): Promise<NDArrays> {
  if (teacher.weights !== "trained") return initialTeacherWeights(teacher, random(seed, "teacher.init"));
  const folder = runFolder(run);
  const trained = await loadTeacher(folder.teacher, () => undefined);
  if (trained) return trained.weights;
  throw new TweedieError({
    where: run,
    what: "its teacher is still in training",
    fix: `continue it: tweedie run ${folder.config} --out ${run}`,
  });
}
