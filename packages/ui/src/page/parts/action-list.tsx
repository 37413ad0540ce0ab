import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Action, ActionRequest } from "../../api/action.ts";
import { apiPath, postJson } from "../api/client.ts";
import { usePolled } from "../api/use-polled.ts";
import { ErrorNotice, Status } from "./status.tsx";

/** Milliseconds between requests while a command runs, and while none does. */
const [busyInterval, idleInterval] = [1_000, 10_000];

/** Commands of a run or sweep, and the function that starts one. */
export interface StartedActions {
  readonly actions: readonly Action[];
  readonly error: Error | undefined;
  start(request: Omit<ActionRequest, "target">): Promise<void>;
}

/** Follows the commands of a run or sweep. `onChange` is called when one has begun or ended. */
export function useActions(target: string, onChange: () => void): StartedActions {
  const { data: actions = [], refresh } = usePolled<readonly Action[]>(apiPath("actions", { target }), (list) =>
    list.some(({ state }) => state === "running") ? busyInterval : idleInterval,
  );
  const [error, setError] = useState<Error>();
  const running = actions.filter(({ state }) => state === "running").length;
  useEffect(onChange, [running]);
  const start = async (request: Omit<ActionRequest, "target">) => {
    setError(undefined);
    try {
      await postJson<Action>(apiPath("actions"), { ...request, target });
    } catch (failure) {
      setError(failure as Error);
    }
    refresh();
    onChange();
  };
  return { actions, error, start };
}

/** The commands that were started, newest first, with their output. */
export const ActionList = ({ actions, error }: Pick<StartedActions, "actions" | "error">): JSX.Element => (
  <div class="actions-done" aria-live="polite">
    <ErrorNotice error={error} />
    {actions.map(({ id, command, state, output, code }, i) => (
      <details key={id} open={i === 0}>
        <summary>
          <Status status={state === "done" ? "complete" : state} /> <code>{command}</code>
          {code !== undefined && code !== 0 && <span class="muted"> exit code {code}</span>}
        </summary>
        <pre tabIndex={0}>{output === "" ? "no output yet" : output}</pre>
      </details>
    ))}
  </div>
);
