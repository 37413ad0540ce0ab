import { addDiagnostic, type Composition, throwDiagnostics } from "@tweedie/config";
import type { Dataset, Extractor, Metric, Student, Teacher } from "@tweedie/core";
import { guidedStudent } from "@tweedie/diffusion";
import { metricInputProblems } from "../evaluate/metric-problems.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { type ReadOptions, readSlots } from "../experiment/read-experiment.ts";
import { createPluginContainer } from "../plugins/plugin-container.ts";

/** Parts of an experiment that an evaluation of its student needs: no loss, no fake score and nothing else of its training. */
export interface EvaluatedExperiment extends Pick<Experiment, "settings" | "slots" | "resolved"> {
  readonly data: Dataset;
  readonly student: Student;
  /** Undefined if the student does not use it and it is not measured. */
  readonly teacher: Teacher | undefined;
  readonly metrics: readonly Metric[];
  readonly extractor: Extractor;
}

const roots = ["data", "student", "evaluate.extractor"];

/** Reads these parts of an experiment and creates their plugins' objects. @throws ConfigError, UntrustedCodeError, TweedieError of a plugin */
export async function readEvaluated(
  composition: Composition,
  options: ReadOptions & { readonly withTeacher: boolean },
): Promise<EvaluatedExperiment> {
  const own = options.withTeacher ? [...roots, "teacher"] : roots;
  const isRoot = (path: string) => own.includes(path) || path.startsWith("evaluate.metrics.");
  const { document, experiment } = await readSlots(composition, options, isRoot);
  const { settings, slots } = experiment;
  const container = await createPluginContainer(slots);
  const metrics = container.all("metric", "evaluate.metrics");
  const extractor = container.get("extractor", "evaluate.extractor");
  if (metrics.length === 0) {
    const message = "the experiment has no metric";
    addDiagnostic(document, "evaluate.metrics", {
      message,
      help: "name one: `metrics=metrics/mmd`; `tweedie plugins metric` lists them",
    });
  }
  for (const { where, what, fix } of metricInputProblems(experiment, { metrics, extractor }))
    addDiagnostic(document, where, { message: what, help: fix });
  throwDiagnostics(document);
  return {
    ...experiment,
    data: container.get("data"),
    student: guidedStudent(container.get("student"), settings.distill.guidance?.student),
    teacher: slots.some(({ path }) => path === "teacher") ? container.get("teacher") : undefined,
    metrics,
    extractor,
  };
}
