import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ActionKind, ActionRequest, ServerFacts } from "../../api/action.ts";
import type { RunDetails } from "../../api/run-details.ts";
import { ActionList, useActions } from "../parts/action-list.tsx";
import { Choice } from "../parts/choice.tsx";

interface ActionsProps {
  readonly run: RunDetails;
  readonly facts: ServerFacts;
  readonly onChange: () => void;
}

/** The commands that apply to a run in its current state. */
export function RunActions({ run, facts, onChange }: ActionsProps): JSX.Element {
  const { actions, error, start } = useActions(run.id, onChange);
  // A trial is pruned by a command of its sweep.
  const ofSweep = useActions(run.sweep?.id ?? run.id, onChange);
  const prunes = run.sweep ? ofSweep.actions.filter(({ kind }) => kind === "prune") : [];
  const can = (kind: ActionKind) => facts.actions.includes(kind);
  const isRunning = run.status === "running";
  const isTrial = run.sweep !== undefined;
  const hasStudent = run.phase === "distill";
  const button = (label: string, request: Omit<ActionRequest, "target">, question?: string, begin = start) => (
    <button type="button" onClick={() => void ((question === undefined || confirm(question)) && begin(request))}>
      {label}
    </button>
  );
  return (
    <section class="actions" aria-label="actions">
      <div class="buttons">
        {can("stop") &&
          isRunning &&
          run.writer?.local &&
          !isTrial &&
          button("Stop", { kind: "stop" }, "Stop this run? It saves a checkpoint first, and can be continued.")}
        {can("prune") &&
          isRunning &&
          run.sweep &&
          button(
            "Prune",
            { kind: "prune", trial: run.sweep.trial },
            "End this trial early, as a pruner would?",
            ofSweep.start,
          )}
        {can("continue") &&
          !isTrial &&
          ["interrupted", "failed"].includes(run.status) &&
          button("Continue", { kind: "continue" })}
        {can("extend") && !isTrial && !isRunning && hasStudent && (
          <Extend run={run} onStart={(request) => void start(request)} />
        )}
        {can("evaluate") && hasStudent && !isRunning && <Evaluate onStart={(request) => void start(request)} />}
        {can("export") && hasStudent && <Export onStart={(request) => void start(request)} />}
        {can("report") && button("Write the report", { kind: "report" })}
      </div>
      <ActionList actions={[...actions, ...prunes]} error={error ?? ofSweep.error} />
    </section>
  );
}

type OnStart = (request: Omit<ActionRequest, "target">) => void;

/** Number of steps with which a finished run goes on. */
function Extend({ run, onStart }: { readonly run: RunDetails; readonly onStart: OnStart }): JSX.Element {
  const [steps, setSteps] = useState(String(2 * (run.planned ?? run.step)));
  const submit = (event: Event) => {
    event.preventDefault();
    onStart({ kind: "extend", overrides: [`distill.steps=${steps}`] });
  };
  return (
    <form class="inline" onSubmit={submit}>
      <button type="submit">Extend to</button>
      <label>
        <span class="hidden">steps</span>
        <input
          type="number"
          min={run.step + 1}
          value={steps}
          onInput={({ currentTarget }) => setSteps(currentTarget.value)}
        />{" "}
        steps
      </label>
    </form>
  );
}

const formats = { onnx: "ONNX", safetensors: "weights", web: "web page" } as const;

/** Form in which the student is exported into the run folder. */
function Export({ onStart }: { readonly onStart: OnStart }): JSX.Element {
  const [format, setFormat] = useState<keyof typeof formats>("onnx");
  return (
    <form class="inline" onSubmit={(event) => (event.preventDefault(), onStart({ kind: "export", format }))}>
      <button type="submit">Export as</button>
      <Choice label="form of the export" value={format} names={formats} onChange={setFormat} />
    </form>
  );
}

const checkpoints = { newest: "newest checkpoint", best: "best checkpoint", all: "all checkpoints" } as const;

/** Checkpoints that are evaluated again, and metrics that the run did not have. */
function Evaluate({ onStart }: { readonly onStart: OnStart }): JSX.Element {
  const [checkpoint, setCheckpoint] = useState<keyof typeof checkpoints>("newest");
  const [metrics, setMetrics] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    const overrides = metrics.trim() === "" ? [] : [`metrics=${metrics.trim()}`];
    onStart({ kind: "evaluate", overrides, ...(checkpoint !== "newest" && { checkpoint }) });
  };
  return (
    <form class="inline" onSubmit={submit}>
      <button type="submit">Evaluate the</button>
      <Choice label="checkpoints" value={checkpoint} names={checkpoints} onChange={setCheckpoint} />
      <label>
        by
        <input
          value={metrics}
          placeholder="its metrics"
          title="metrics/mmd, or [metrics/mmd,metrics/modes]"
          onInput={({ currentTarget }) => setMetrics(currentTarget.value)}
        />
      </label>
    </form>
  );
}
