import { signal, type Signal } from "@preact/signals";
import type {
  EvaluationRow,
  Frame,
  Message,
  PluginInfo,
  Reference,
  Request,
  Scene,
  TextProblem,
} from "../protocol/messages.ts";
import { startWorker } from "../worker/start-worker.ts";

/** Answer to a check of an experiment or a file. */
export interface Checked {
  readonly problem: TextProblem | undefined;
  /** Warnings of the experiment, or results of the checks of a contract. */
  readonly notes: readonly string[];
}

/** A run of the page, trained in a worker of its own. */
export interface Pane {
  /** The loss in place of that of the YAML; undefined for the first pane. */
  readonly loss: string | undefined;
  readonly scene: Signal<Scene | undefined>;
  readonly frame: Signal<Frame | undefined>;
  readonly rows: Signal<readonly EvaluationRow[]>;
  /** Progress of the teacher's training, in words. */
  readonly teacher: Signal<string | undefined>;
  /** Reason of the end. */
  readonly ended: Signal<string | undefined>;
  readonly problem: Signal<TextProblem | undefined>;
  send(request: Request): void;
  /** Checks an experiment. */
  check(yaml: string): Promise<Checked>;
  /** Compiles a plugin file and checks its contract. */
  compile(name: string, text: string): Promise<Checked>;
  plugins(): Promise<readonly PluginInfo[]>;
  reference(): Promise<Reference>;
  close(): void;
}

/** Starts a worker. */
export function createPane(loss?: string): Pane {
  const worker = startWorker();
  const pane = {
    loss,
    scene: signal<Scene | undefined>(undefined),
    frame: signal<Frame | undefined>(undefined),
    rows: signal<readonly EvaluationRow[]>([]),
    teacher: signal<string | undefined>(undefined),
    ended: signal<string | undefined>(undefined),
    problem: signal<TextProblem | undefined>(undefined),
  };
  const answers = new Map<number, (checked: Checked) => void>();
  const lists: ((plugins: readonly PluginInfo[]) => void)[] = [];
  const references: ((reference: Reference) => void)[] = [];
  let lastId = 0;
  const answer = (id: number, checked: Checked) => {
    answers.get(id)?.(checked);
    answers.delete(id);
  };
  const ask = (request: (id: number) => Request): Promise<Checked> =>
    new Promise((resolve) => {
      answers.set(++lastId, resolve);
      send(request(lastId));
    });
  const send = (request: Request): void => {
    if (request.type === "open") begin(pane);
    if (request.type === "change") pane.problem.value = undefined;
    if (request.type === "play") pane.ended.value = undefined;
    worker.postMessage(request);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if (data.type === "checked") answer(data.id, { problem: data.problem, notes: data.warnings });
    else if (data.type === "compiled") answer(data.id, { problem: data.problem, notes: data.checks });
    else if (data.type === "plugins") lists.splice(0).forEach((resolve) => resolve(data.plugins));
    else if (data.type === "reference") references.splice(0).forEach((resolve) => resolve(data.reference));
    else receive(pane, data);
  });
  worker.addEventListener("error", ({ message }) => (pane.problem.value = { text: message, lines: [] }));
  return {
    ...pane,
    send,
    check: (yaml) => ask((id) => ({ type: "check", id, yaml })),
    compile: (name, text) => ask((id) => ({ type: "file", id, name, text })),
    plugins: () =>
      new Promise((resolve) => {
        lists.push(resolve);
        send({ type: "plugins" });
      }),
    reference: () =>
      new Promise((resolve) => {
        references.push(resolve);
        send({ type: "reference" });
      }),
    close: () => worker.terminate(),
  };
}

type Shown = Pick<Pane, "scene" | "frame" | "rows" | "teacher" | "ended" | "problem">;

function begin({ scene, frame, rows, teacher, ended, problem }: Shown): void {
  rows.value = [];
  [scene, frame, teacher, ended, problem].forEach((each) => (each.value = undefined));
}

function receive(pane: Shown, message: Message): void {
  switch (message.type) {
    case "problem":
      pane.problem.value = message.problem;
      break;
    case "teacher":
      pane.teacher.value = `training the teacher: step ${message.step} of ${message.steps}, loss ${message.loss.toPrecision(3)}`;
      break;
    case "opened":
      pane.teacher.value = undefined;
      pane.scene.value = message.scene;
      break;
    case "frame":
      pane.frame.value = message.frame;
      break;
    case "evaluation":
      pane.rows.value = [...pane.rows.value, message.row];
      break;
    case "ended":
      pane.ended.value = message.reason;
  }
}
