import type { ComponentChildren, JSX } from "preact";
import { formatCount } from "./format.ts";

const classes: Readonly<Record<string, string>> = {
  running: "live",
  completed: "good",
  complete: "good",
  finished: "good",
  failed: "bad",
  diverged: "bad",
  collapsed: "bad",
  "not-converged": "warn",
  interrupted: "warn",
  pruned: "warn",
  stopped: "warn",
};

/** Status of a run, a trial or a sweep. The word carries the meaning, the colour repeats it. */
export const Status = ({ status }: { readonly status: string }): JSX.Element => (
  <span class={`status ${classes[status] ?? ""}`}>{status}</span>
);

interface ProgressProps {
  readonly step: number;
  readonly planned: number | undefined;
  readonly phase?: string | undefined;
}

/** Steps of a phase, with a bar if their number is known. */
export const Progress = ({ step, planned, phase }: ProgressProps): JSX.Element => (
  <span class="progress">
    <span>
      {phase !== undefined && phase !== "distill" && `${phase} `}
      {formatCount(step)}
      {planned !== undefined && planned !== step && ` / ${formatCount(planned)}`}
    </span>
    {planned !== undefined && planned > step && (
      <progress value={step} max={planned} aria-label="progress of the phase" />
    )}
  </span>
);

/** A message about the state of the page, which screen readers announce. */
export const Notice = ({
  kind = "info",
  children,
}: {
  readonly kind?: "info" | "error";
  readonly children: ComponentChildren;
}): JSX.Element => (
  <p class={`notice ${kind}`} role={kind === "error" ? "alert" : "status"}>
    {children}
  </p>
);

/** The error of a request, with its fix. */
export const ErrorNotice = ({ error }: { readonly error: (Error & { fix?: string | undefined }) | undefined }) =>
  error === undefined ? null : (
    <Notice kind="error">
      {error instanceof TypeError ? "No answer from the server: it has ended, or its machine sleeps." : error.message}
      {error.fix !== undefined && ` — ${error.fix}`}
    </Notice>
  );
