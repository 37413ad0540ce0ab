import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Pane } from "./pane.ts";
import { arrowColour, colours, drawPlane } from "./plane.ts";
import { panes, view, yaml } from "./state.ts";
import { pluginOf } from "./yaml-edits.ts";

/** True to draw data and student also with noise. */
export const noised = signal(false);

/** The picture of a run, with its numbers. */
export function PlaneView({ pane }: { readonly pane: Pane }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [scene, frame] = [pane.scene.value, pane.frame.value];
  const { sigma } = view.value;
  const isNoised = noised.value;
  // Before the next frame, so that picture and numbers agree.
  useLayoutEffect(() => {
    if (!scene || !canvas.current) return undefined;
    const draw = () => canvas.current && drawPlane(canvas.current, { scene, frame, sigma, noised: isNoised });
    draw();
    if (performance.getEntriesByName("first-picture").length === 0) performance.mark("first-picture");
    const observer = new ResizeObserver(draw);
    observer.observe(canvas.current);
    return () => observer.disconnect();
  }, [scene, frame, sigma, isNoised]);
  const last = pane.rows.value.at(-1)?.values;
  const name = pane.loss ?? pluginOf(yaml.value, "loss") ?? "";
  return (
    <figure class="plane" data-loss={name}>
      <figcaption>
        {panes.value.length > 1 && <strong>{name}</strong>}
        <span class="numbers">
          iteration <output class="iteration">{frame?.step ?? 0}</output>
          {frame && frame.rate > 0 ? ` · ${frame.rate.toFixed(0)} it/s` : ""}
          {last && ` · ${last["modes"] ?? "–"} modes · distance ${last["sw2"]?.toFixed(3) ?? "–"}`}
        </span>
      </figcaption>
      <canvas ref={canvas} role="img" aria-label={`Samples of data, teacher and student trained with ${name}`} />
      {pane.teacher.value && <p class="status">{pane.teacher.value}</p>}
      {!scene?.ready && !pane.problem.value && !pane.teacher.value && <p class="status">starting …</p>}
      {pane.ended.value && (
        <p class="status ended" role="alert">
          {pane.ended.value}
        </p>
      )}
      {pane.problem.value && <pre class="problem">{pane.problem.value.text}</pre>}
    </figure>
  );
}

/** Names and colours of what the pictures show. */
export function Legend() {
  const arrows = Object.keys(panes.value[0]?.frame.value?.arrows ?? {});
  const entries: readonly (readonly [string, string])[] = [
    ["data", colours.data],
    ["teacher", colours.teacher],
    ["student", colours.student],
    ...(view.value.field ? ([["fake score", colours.fakeScore]] as const) : []),
    ...arrows.map((name, i) => [`−∇ ${name.replace("term.", "")}`, arrowColour(name, i)] as const),
  ];
  return (
    <ul class="legend">
      {entries.map(([name, colour]) => (
        <li key={name}>
          <span style={{ background: colour }} />
          {name}
        </li>
      ))}
    </ul>
  );
}
