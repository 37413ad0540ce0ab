import type { FakeScore, Student, Teacher } from "@tweedie/core";
import { guidedDenoiser, guidedStudent } from "@tweedie/diffusion";
import type { GuidanceSettings } from "./guidance-settings.ts";

/** The models of a distillation. */
interface Models {
  readonly teacher: Teacher;
  readonly student: Student;
  /** The fake score as the student's loss evaluates it. */
  readonly fakeScore: FakeScore;
}

/** Applies guidance to the models of a distillation. `trained` is the fake score's prediction in its own loss. */
export const guidedModels = (
  { teacher, student, fakeScore }: Models,
  guidance: GuidanceSettings = {},
): Models & { readonly trained: FakeScore } => ({
  teacher: guidedDenoiser(teacher, guidance.teacher),
  student: guidedStudent(student, guidance.student),
  fakeScore: guidedDenoiser(fakeScore, guidance.fakeScore),
  trained: guidedDenoiser(fakeScore, guidance.fakeScoreTraining),
});
