import type { NDArrays, Problem } from "@tweedie/core";
import { countingRandom } from "@tweedie/networks";
import type { Components } from "../components.ts";
import { type Combination, pluginAt } from "../experiment/experiment.ts";
import type { RunContext } from "../train/run-context.ts";

/** Models that may have a network of their own, and begin with those weights of the teacher that fit it. */
const models = ["student", "fakeScore"] as const;

/** Finds such models that no weight of the teacher fits. */
export function copyProblems({ slots }: Combination, { teacher, distillation }: Components): Problem[] {
  const copying = models.filter((name) => distillation[name].copies);
  if (copying.length === 0) return [];
  const ofTeacher = teacher.init(countingRandom());
  return copying.flatMap((name) => {
    const model = distillation[name];
    const own = model.init(countingRandom(), ofTeacher);
    if (model.copies!(own, ofTeacher).length > 0) return [];
    const what = `no weight of \`${pluginAt(slots, "teacher")}\` has the name and the shape of one of its own network`;
    return [{ where: `${name}.init`, what, fix: "write `init: random`" }];
  });
}

/** Reports which weights of the teacher they begin with, unless the distillation continues from a checkpoint. */
export function reportCopies({ components, checkpoint, onEvent }: RunContext, teacher: NDArrays): void {
  if (checkpoint?.phase === "distill") return;
  for (const name of models) {
    const model = components.distillation[name];
    if (!model.copies) continue;
    const own = model.init(countingRandom(), teacher);
    const copied = new Set(model.copies(own, teacher));
    const random = Object.keys(own).filter((weight) => !copied.has(weight));
    onEvent({ event: "copied", model: name, copied: copied.size, weights: Object.keys(own).length, random });
  }
}
