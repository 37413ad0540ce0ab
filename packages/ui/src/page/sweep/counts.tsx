import type { JSX } from "preact";

/** Statuses of trials, in the order of the bar. */
const order = ["complete", "pruned", "diverged", "failed", "skipped", "running", "waiting"] as const;

interface CountsProps {
  readonly counts: Readonly<Record<string, number>>;
  readonly total: number | undefined;
}

/** Numbers of trials by status, as text and as a bar. Trials that are not suggested yet count as waiting. */
export function Counts({ counts, total }: CountsProps): JSX.Element {
  const known = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const waiting = (counts["waiting"] ?? 0) + Math.max(0, (total ?? known) - known);
  const shown = order
    .map((status) => [status, status === "waiting" ? waiting : (counts[status] ?? 0)] as const)
    .filter(([, count]) => count > 0);
  const text = shown.map(([status, count]) => `${count} ${status}`).join(", ");
  return (
    <div class="counts">
      <p>
        {text || "no trial has begun"}
        {total !== undefined && ` of ${total} trials`}
      </p>
      <div class="bar" aria-hidden="true">
        {shown.map(([status, count]) => (
          <span key={status} class={`part ${status}`} style={{ flexGrow: count }} />
        ))}
      </div>
    </div>
  );
}
