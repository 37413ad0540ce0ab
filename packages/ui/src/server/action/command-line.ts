import { join } from "node:path";
import type { ActionRequest } from "../../api/action.ts";
import { RequestError } from "../http/answer.ts";

/** An override of an experiment. It cannot be taken for an option of the command. */
const override = /^[A-Za-z][\w.[\]]*=/;

/** Returns the arguments of `tweedie` for an action. @throws RequestError if a value is missing or has another form */
export function argumentsOf(request: ActionRequest): readonly string[] {
  const { kind, target, overrides = [], checkpoint, format = "onnx", trial } = request;
  if (!overrides.every((each) => override.test(each))) throw new RequestError(400, "a change has the form KEY=VALUE");
  switch (kind) {
    case "continue":
      return ["run", join(target, "config.yaml"), "-o", target];
    case "extend":
      return ["extend", target, ...overrides];
    case "evaluate":
      return ["evaluate", target, ...overrides, ...(checkpoint === undefined ? [] : ["--checkpoint", checkpoint])];
    case "export":
      return format === "web"
        ? ["export", target, "--web", join(target, "page")]
        : ["export", target, "-o", join(target, `student.${format}`)];
    case "report":
      return ["report", target];
    case "stop-sweep":
      return ["sweep", "stop", target];
    case "resume-sweep":
      return ["sweep", "resume", target];
    case "prune":
      if (trial === undefined) throw new RequestError(400, "the trial is missing");
      return ["sweep", "prune", target, String(trial)];
    case "stop":
      throw new Error("a run is stopped by a signal");
  }
}
