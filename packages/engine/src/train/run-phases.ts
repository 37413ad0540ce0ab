import { notConverged } from "../evaluate/convergence.ts";
import { prepareRunEvaluation } from "../evaluate/prepare-evaluation.ts";
import type { RunStatus } from "../run/run-folder.ts";
import { distill } from "./distill-phase.ts";
import type { RunContext } from "./run-context.ts";
import { obtainTeacher } from "./teacher-phase.ts";
import type { PhaseEnd } from "./train-phase.ts";

/** Trains the teacher, then distills it. Returns the final status with the metrics. */
export async function runPhases(context: RunContext): Promise<Partial<RunStatus>> {
  const { progress } = context;
  const evaluation = await progress.during("floors", "measuring real samples", () => prepareRunEvaluation(context));
  try {
    const teacher = await obtainTeacher(context);
    if (teacher.end !== "finished") return statusOf(teacher);
    context.onEvent({ event: "teacher", source: teacher.source });
    progress.expect({ compilePretrain: 0, pretrain: 0 });
    const { result, ...values } = await distill(context, teacher.weights, evaluation);
    const { goals, descriptions, floors, baselines } = evaluation.evaluator;
    const status = {
      phase: "distill" as const,
      samples: evaluation.count,
      ...(evaluation.generated > evaluation.count && { generated: evaluation.generated }),
      floors: floors.values,
      baselines,
      goals: { ...goals },
      descriptions: { ...descriptions },
      ...values,
    };
    if (result.end !== "finished") return { ...status, ...statusOf(result) };
    const failure = notConverged(evaluation.evaluator, values.metrics, values.spreads?.student);
    const reasons = [result.reason, failure].filter((each) => each !== undefined);
    const reason = reasons.length > 0 ? reasons.join("; ") : undefined;
    return { ...status, reason, status: failure ? "not-converged" : "completed" };
  } finally {
    await evaluation.dispose();
  }
}

/** Status of a run whose phase did not finish. */
const statusOf = ({ end, ...rest }: Exclude<PhaseEnd, { end: "finished" }>): Partial<RunStatus> => ({
  status: end,
  ...rest,
});
