import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { drawnPoint, drawPoints, half, isFar, mostPoints, type Point } from "./points.ts";
import { setValue, yaml } from "./state.ts";
import { valueAt } from "./yaml-edits.ts";

/** Milliseconds after the last point until the training begins again with the drawn points. */
const pause = 500;

const steps: Readonly<Record<string, Point>> = {
  ArrowLeft: [-0.05, 0],
  ArrowRight: [0.05, 0],
  ArrowUp: [0, 0.05],
  ArrowDown: [0, -0.05],
};

/** Points of the plane among the options of a plugin, drawn with a pointer or with keys. */
export function PointsOption({
  path,
  title,
}: {
  readonly path: readonly string[];
  readonly title?: string | undefined;
}) {
  const { draft, change } = useDraft(path);
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursor = useSignal<Point | undefined>(undefined);
  // Keys and pointers may come faster than the page is rendered, so each reads the present points.
  const present = () => draft.value ?? pointsIn(valueAt(yaml.value, path));
  const points = present();
  const at = cursor.value;
  useLayoutEffect(() => drawPoints(canvas.current!, points, at));
  const add = (point: Point) => {
    if (present().length < mostPoints && isFar(point, present())) change([...present(), point]);
  };
  const onPointer = (event: PointerEvent) => {
    if (event.type === "pointerdown") canvas.current!.setPointerCapture(event.pointerId);
    if (event.buttons !== 0) add(drawnPoint(canvas.current!, event));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = cursor.value ?? [0, 0];
    const step = steps[event.key];
    if (step) cursor.value = [inside(x + step[0]), inside(y + step[1])];
    else if (event.key === " ") add([x, y]);
    else if (event.key === "Backspace") change(present().slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="drawing" title={title}>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label="Drawing of the data. Arrow keys move the cross, Space puts a point, Backspace removes the last one."
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onFocus={() => (cursor.value ??= [0, 0])}
        onBlur={() => (cursor.value = undefined)}
        onKeyDown={onKeyDown}
      />
      <p>
        Draw the data with a mouse, a finger or keys: arrows, Space, Backspace.{" "}
        <output>
          {points.length} of at most {mostPoints} modes{at ? `, cross at ${at.join(", ")}` : ""}
        </output>
      </p>
      <Removal points={points} change={change} />
    </div>
  );
}

interface RemovalProps {
  readonly points: readonly Point[];
  readonly change: (points: readonly Point[]) => void;
}

function Removal({ points, change }: RemovalProps) {
  return (
    <p class="buttons">
      <button onClick={() => change(points.slice(0, -1))} disabled={points.length === 0}>
        Remove the last
      </button>
      <button onClick={() => change([])} disabled={points.length === 0}>
        Clear
      </button>
    </p>
  );
}

/** Points drawn since the YAML was written last; they are written to it after a pause, unless there are none. */
function useDraft(path: readonly string[]) {
  const draft = useSignal<readonly Point[] | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (points: readonly Point[]) => {
    draft.value = points;
    clearTimeout(timer.current);
    if (points.length === 0) return;
    timer.current = setTimeout(() => {
      setValue(path, points);
      draft.value = undefined;
    }, pause);
  };
  return { draft, change };
}

const inside = (value: number): number => Number(Math.min(half, Math.max(-half, value)).toFixed(2));

const pointsIn = (value: unknown): readonly Point[] =>
  Array.isArray(value) ? value.filter((each): each is Point => Array.isArray(each) && each.length === 2) : [];
