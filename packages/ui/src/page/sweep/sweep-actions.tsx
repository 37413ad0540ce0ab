import type { JSX } from "preact";
import type { ServerFacts } from "../../api/action.ts";
import type { SweepDetails } from "../../api/sweep.ts";
import { ActionList, type StartedActions } from "../parts/action-list.tsx";

interface ActionsProps {
  readonly sweep: SweepDetails;
  readonly facts: ServerFacts;
  readonly started: StartedActions;
}

/** The commands that apply to a sweep in its current state. */
export function SweepActions({ sweep, facts, started: { actions, error, start } }: ActionsProps): JSX.Element {
  return (
    <section class="actions" aria-label="actions">
      <div class="buttons">
        {sweep.status === "running" && facts.actions.includes("stop-sweep") && (
          <button
            type="button"
            onClick={() =>
              void (
                confirm("Stop all trials of this sweep, on every machine? It can be resumed.") &&
                start({ kind: "stop-sweep" })
              )
            }
          >
            Stop the sweep
          </button>
        )}
        {sweep.status !== "finished" && sweep.counts["running"] === 0 && facts.actions.includes("resume-sweep") && (
          <button type="button" onClick={() => void start({ kind: "resume-sweep" })}>
            Resume here
          </button>
        )}
        <button type="button" onClick={() => void start({ kind: "report" })}>
          Write the report
        </button>
      </div>
      <ActionList actions={actions} error={error} />
    </section>
  );
}
